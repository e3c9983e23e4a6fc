import { createHash } from 'node:crypto';
import { createForwardTable } from './forward-table.ts';
import { seededRandom } from './seeded-random.ts';
import type { TrainingProblem } from './training-problem.ts';

/** States of the field and what would be observed of them, one array per quantity. */
export interface SyntheticDatabase {
  readonly count: number;
  readonly incidenceDeg: Float64Array;
  readonly hrmsCm: Float64Array;
  readonly smM3M3: Float64Array;
  readonly ndvi: Float64Array;
  /** σ0 with noise, dB. */
  readonly sigma0Db: Float64Array;
  /** NDVI with noise. */
  readonly observedNdvi: Float64Array;
}

/**
 * @param stream names the purpose ('training', 'test' …); databases of one seed and different streams are independent
 */
export function drawDatabase(problem: TrainingProblem, count: number, seed: number, stream: string): SyntheticDatabase {
  const random = seededRandom(seed, stream);
  const table = createForwardTable(problem.forward);
  const database: SyntheticDatabase = {
    count,
    incidenceDeg: new Float64Array(count),
    hrmsCm: new Float64Array(count),
    smM3M3: new Float64Array(count),
    ndvi: new Float64Array(count),
    sigma0Db: new Float64Array(count),
    observedNdvi: new Float64Array(count),
  };
  const within = ([low, high]: readonly [number, number]): number => low + (high - low) * random.uniform();
  for (let i = 0; i < count; i++) {
    const incidenceDeg = within(problem.incidenceDeg);
    const hrmsCm = within(problem.hrmsCm);
    const smM3M3 = within(problem.smM3M3);
    const ndvi = within(problem.ndvi);
    const sigma0 = table.sigma0(incidenceDeg, hrmsCm, smM3M3, ndvi);
    database.incidenceDeg[i] = incidenceDeg;
    database.hrmsCm[i] = hrmsCm;
    database.smM3M3[i] = smM3M3;
    database.ndvi[i] = ndvi;
    database.sigma0Db[i] = 10 * Math.log10(sigma0) + problem.sigma0NoiseDb * random.normal();
    database.observedNdvi[i] = Math.max(0, ndvi * (1 + problem.ndviRelativeNoise * random.normal()));
  }
  return database;
}

/** SHA-256 of what a network sees of a database, so that a model names the data that it was trained on. */
export function databaseSha256(database: SyntheticDatabase): string {
  const hash = createHash('sha256');
  for (const column of [database.sigma0Db, database.incidenceDeg, database.observedNdvi, database.smM3M3]) {
    hash.update(new Uint8Array(column.buffer, column.byteOffset, column.byteLength));
  }
  return hash.digest('hex');
}
