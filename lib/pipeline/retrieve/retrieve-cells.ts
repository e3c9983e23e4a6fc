import type { CellInputs, CellOutputs } from '../../product/average-cells.ts';
import type { Network } from '../../s2mp/open-network.ts';

/** Runs the network on 1-km cells, and beside it on NDVI one σ higher and lower: what its error there is worth in SM. */
export async function retrieveCells(network: Network, inputs: CellInputs): Promise<CellOutputs> {
  const { sigma0Db, incidenceDeg, ndvi, ndviSigma } = inputs;
  const shifted = (sign: 1 | -1) => ndvi.map((value, i) => value + sign * (ndviSigma[i] as number));
  const retrieved = await network.retrieve(sigma0Db, incidenceDeg, ndvi);
  const higher = await network.retrieve(sigma0Db, incidenceDeg, shifted(1));
  const lower = await network.retrieve(sigma0Db, incidenceDeg, shifted(-1));
  const ndviError = higher.sm.map((value, i) => Math.abs(value - (lower.sm[i] as number)) / 2);
  return { ...retrieved, ndviError };
}
