import { forwardPass, type MlpShape, unitCount } from './mlp.ts';

/** One multilayer perceptron with its parameters. */
export interface Mlp {
  readonly shape: MlpShape;
  readonly parameters: Float64Array;
}

/** Three numbers in the order of the inputs: σ0 (dB), incidence angle (°), NDVI. */
export type PerInput = readonly [sigma0Db: number, incidenceDeg: number, ndvi: number];

/**
 * A network from physical inputs to physical outputs: x = (clip(input, low, high) − center) · scale feeds both
 * perceptrons. Clipping keeps any finite input, even −∞ dB, inside of what the tanh layers were shaped on.
 */
export interface NetworkWeights {
  readonly inputLow: PerInput;
  readonly inputHigh: PerInput;
  readonly inputCenter: PerInput;
  readonly inputScale: PerInput;
  /** Gives SM, m³ m⁻³. */
  readonly sm: Mlp;
  /** Gives the natural logarithm of the 1-σ error of SM, m³ m⁻³. */
  readonly logUncertainty: Mlp;
}

export interface Retrieval {
  readonly sm: Float64Array;
  readonly uncertainty: Float64Array;
}

/** The network in plain double precision: the reference that the ONNX graph must equal, used by training and tests. */
export function evaluateNetwork(
  weights: NetworkWeights,
  sigma0Db: ArrayLike<number>,
  incidenceDeg: ArrayLike<number>,
  ndvi: ArrayLike<number>,
): Retrieval {
  const count = sigma0Db.length;
  const sm = new Float64Array(count);
  const uncertainty = new Float64Array(count);
  const smActivations = new Float64Array(unitCount(weights.sm.shape));
  const errorActivations = new Float64Array(unitCount(weights.logUncertainty.shape));
  for (let i = 0; i < count; i++) {
    for (let input = 0; input < 3; input++) {
      const value = (input === 0 ? sigma0Db[i] : input === 1 ? incidenceDeg[i] : ndvi[i]) as number;
      const x = normalise(weights, input, value);
      smActivations[input] = x;
      errorActivations[input] = x;
    }
    sm[i] = forwardPass(weights.sm.shape, weights.sm.parameters, smActivations);
    uncertainty[i] = Math.exp(
      forwardPass(weights.logUncertainty.shape, weights.logUncertainty.parameters, errorActivations),
    );
  }
  return { sm, uncertainty };
}

export function normalise(
  weights: Pick<NetworkWeights, 'inputLow' | 'inputHigh' | 'inputCenter' | 'inputScale'>,
  input: number,
  value: number,
): number {
  const low = weights.inputLow[input] as number;
  const high = weights.inputHigh[input] as number;
  const clipped = Math.min(high, Math.max(low, value));
  return (clipped - (weights.inputCenter[input] as number)) * (weights.inputScale[input] as number);
}
