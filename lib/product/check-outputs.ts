import type { NetworkInputs, NetworkOutputs } from './select-pixels.ts';

/** A network that answers with something that cannot be a soil moisture: a broken model, not bad input. */
export class NetworkOutputError extends Error {
  readonly tag = 'NetworkOutputError';
  override readonly name = 'NetworkOutputError';
}

/** @throws NetworkOutputError unless there is a finite soil moisture and a positive uncertainty for each input */
export function checkOutputs(inputs: NetworkInputs, { sm, uncertainty }: NetworkOutputs): void {
  const count = inputs.index.length;
  if (sm.length !== count || uncertainty.length !== count) {
    throw new NetworkOutputError(`the network was given ${count} values and answered ${sm.length}`);
  }
  for (let i = 0; i < count; i++) {
    const u = uncertainty[i] as number;
    if (Number.isFinite(sm[i]) && Number.isFinite(u) && u > 0) continue;
    const given = `sigma0 ${inputs.sigma0Db[i]} dB, incidence ${inputs.incidenceDeg[i]} deg, ndvi ${inputs.ndvi[i]}`;
    throw new NetworkOutputError(`the network answered ${sm[i]} ± ${u} m3 m-3 to ${given}`);
  }
}
