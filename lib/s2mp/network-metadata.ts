import { z } from 'zod';
import type { Assessment, Score } from './assess-network.ts';
import { PRIORS } from './prior.ts';
import type { TrainingSettings } from './train-network.ts';
import type { TrainingProblem } from './training-problem.ts';

/** Layout of graph and metadata; raised when an older reader could no longer use a model. */
export const NETWORK_FORMAT = 's2mp-network/1';

const range = z.tuple([z.number(), z.number()]);
const share = z.number().min(0).max(1);

const problem: z.ZodType<TrainingProblem> = z.object({
  incidenceDeg: range,
  hrmsCm: range,
  smM3M3: range,
  ndvi: range,
  sigma0NoiseDb: z.number(),
  ndviRelativeNoise: z.number(),
  forward: z.object({
    frequencyGHz: z.number(),
    sandPercent: z.number(),
    clayPercent: z.number(),
    waterCloudA: z.number(),
    waterCloudB: z.number(),
    loptVvOffsetCm: z.number(),
    loptVvFactor: z.number(),
    loptVvAngleFactor: z.number(),
    loptVvExponent: z.number(),
    loptHhOffsetCm: z.number(),
    loptHhFactor: z.number(),
    loptHhAngleFactor: z.number(),
    loptHhExponent: z.number(),
    dielectric: z.enum(['hallikainen', 'mironov']),
    fresnelAngle: z.enum(['incidence', 'normal']),
  }),
});

const settings: z.ZodType<TrainingSettings> = z.object({
  samples: z.number(),
  validationShare: z.number(),
  smHiddenUnits: z.array(z.number()),
  uncertaintyHiddenUnits: z.array(z.number()),
  maxIterations: z.number(),
  patience: z.number(),
  seed: z.number(),
});

const score: z.ZodType<Score> = z.object({
  states: z.number(),
  rmseM3M3: z.number(),
  biasM3M3: z.number(),
  bayesRmseM3M3: z.number(),
  within1Sigma: share,
  within196Sigma: share,
  bayesWithin1Sigma: share,
  bayesWithin196Sigma: share,
});

const assessment: z.ZodType<Assessment> = z.object({
  overall: score,
  publishedAngles: score,
  thirds: z.object({ incidenceDeg: z.array(score), ndvi: z.array(score), smM3M3: z.array(score) }),
  leastSlopeM3M3PerDb: z.number(),
});

const networkMetadata = z.object({
  format: z.literal(NETWORK_FORMAT),
  name: z.string(),
  version: z.string(),
  prior: z.enum(PRIORS),
  inputs: z.record(z.string(), z.string()),
  outputs: z.record(z.string(), z.string()),
  problem,
  settings,
  databaseSha256: z.string(),
  validationRmseM3M3: z.number(),
  /** Shares of the error variance, see `error-correlation.ts`. */
  errorShares: z.object({ soilMoisture: share, roughness: share, ndvi: share }),
  assessment,
});

/** What a model file says about itself; stored as ONNX metadata properties, one JSON value per key. */
export type NetworkMetadata = z.infer<typeof networkMetadata>;

export const NETWORK_INPUTS = {
  sigma0_db: 'VV sigma0 as dB of the linear mean',
  incidence_deg: 'ellipsoid incidence angle, degree',
  ndvi: 'NDVI, 1',
} as const;

export const NETWORK_OUTPUTS = {
  sm: 'surface soil moisture, m3 m-3',
  uncertainty: '1-sigma error of sm, m3 m-3',
} as const;

export function metadataToProperties(metadata: NetworkMetadata): [key: string, value: string][] {
  return Object.entries(metadata).map(([key, value]) => [key, JSON.stringify(value)]);
}

/** @returns the metadata, or a sentence that says what is wrong with them */
export function parseProperties(properties: ReadonlyMap<string, string>): NetworkMetadata | string {
  const values: Record<string, unknown> = {};
  for (const [key, text] of properties) {
    try {
      values[key] = JSON.parse(text);
    } catch {
      return `metadata property "${key}" is not JSON`;
    }
  }
  if (values.format !== undefined && values.format !== NETWORK_FORMAT) {
    return `its format is ${JSON.stringify(values.format)}, this version reads "${NETWORK_FORMAT}"`;
  }
  const parsed = networkMetadata.safeParse(values);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  return `metadata property "${issue?.path.join('.')}": ${issue?.message}`;
}
