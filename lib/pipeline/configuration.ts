import { z } from 'zod';
import { COLLECTION_IDS } from '../product/collection-id.ts';
import { PRIORS } from '../s2mp/prior.ts';

const degrees = (limit: number) => z.number().min(-limit).max(limit);

const boundingBox = z
  .tuple([degrees(180), degrees(90), z.number().min(-180).max(540), degrees(90)])
  .refine(([west, south, east, north]) => west < east && south < north, {
    message: 'must be [west, south, east, north] with west < east and south < north',
  });

const namedArea = z.strictObject({ name: z.string().regex(/^[a-z0-9-]+$/), bbox: boundingBox });

const collection = z.enum(COLLECTION_IDS);

/**
 * Everything about a deployment that decides what the pipeline does. Parsed once at start; an unknown or wrong field
 * is an error that names it. What decides the numbers in a map also enters its run id.
 */
export const configurationSchema = z.strictObject({
  /** Only scenes that touch one of these are processed, and maps are cut to them. */
  areasOfInterest: z.array(namedArea).min(1),
  collections: z
    .array(collection)
    .min(1)
    .default([...COLLECTION_IDS]),
  /** Folder below `landcover/`. */
  landcoverYear: z.number().int().default(2019),
  /** An NDVI date farther away than this is no NDVI. */
  maxNdviAgeDays: z.number().positive().default(20),
  /** Where terrain heights come from: DEM tiles with EGM or ellipsoidal heights, or the annotation's own grid. */
  heights: z.enum(['dem-egm', 'dem-ellipsoid', 'annotation-grid']).default('dem-egm'),
  /** What of the image backscatter is made of: every sample, or for quick looks its overview of 80 m. */
  imageDetail: z.enum(['samples', 'overview']).default('samples'),
  /** Which network retrieves: one that is told nothing of the wetness, or that it is dry to slightly wet, or very wet. */
  prior: z.enum(PRIORS).default('none'),
  /** ρ of the 1-km uncertainty; absent = derived from the network's error shares (lib/s2mp/error-correlation.ts). */
  errorCorrelation: z.number().min(0).max(1).optional(),
  /** A scene whose files are still not all there after this long is rejected(incomplete). */
  incompleteAfterHours: z.number().nonnegative().default(6),
  /** A repeated arrival of a scene that was queued longer ago than this is queued again: its message may be lost. */
  requeueAfterMinutes: z.number().nonnegative().default(60),
  /** Deliveries of one message before its queue gives up; the last one writes `failed` into the ledger. */
  maxReceiveCount: z.number().int().min(1).default(5),
  /** On AWS: seconds until a message that failed is tried again; twice as long after each further try. */
  retryAfterSeconds: z.number().int().min(1).max(900).default(30),
  /** Regions of the `summary` statistics; none = the map as a whole. */
  regions: z.array(namedArea).default([]),
  /** Pairs of collections that the `compare` statistics hold against each other: first minus second. */
  comparisons: z.array(z.tuple([collection, collection])).default([['s2mp-s1s2', 's2mp-s1s3']]),
  /** SPDX id that collections and items are published under. */
  license: z.string().default('CC-BY-4.0'),
});

export type Configuration = z.infer<typeof configurationSchema>;

/** A configuration that cannot be used; the message names each field and what is wrong with it. */
export class ConfigurationError extends Error {
  readonly tag = 'ConfigurationError';
  override readonly name = 'ConfigurationError';
}

export function parseConfiguration(value: unknown): Configuration {
  const parsed = configurationSchema.safeParse(value);
  if (parsed.success) return parsed.data;
  const problems = parsed.error.issues.map((issue) => `${issue.path.join('.') || '(whole)'}: ${issue.message}`);
  throw new ConfigurationError(`The configuration cannot be used. ${problems.join('; ')}`);
}
