/** What is known beforehand about the wetness (El Hajj et al. 2017): which range of SM a network is trained on. */
export const PRIORS = ['none', 'dry', 'wet'] as const;
export type Prior = (typeof PRIORS)[number];

/** Name of the network of a prior, and of its file without the suffix `.onnx`. */
export const modelName = (prior: Prior): string => (prior === 'none' ? 's2mp-vv' : `s2mp-vv-${prior}`);
