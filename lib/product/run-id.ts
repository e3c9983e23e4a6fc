import { createHash } from 'node:crypto';
import { type CanonicalValue, canonicalJson } from './canonical-json.ts';
import type { ContentIdentity } from './content-identity.ts';

/** Everything that decides the content of one map, and nothing else: no time, place, host or core count. */
export interface RunInputs {
  readonly collection: string;
  readonly product: string;
  readonly scene: readonly ContentIdentity[];
  readonly ndvi: readonly ContentIdentity[];
  readonly landcover: readonly ContentIdentity[];
  /** Empty with the heights of the annotation's grid. */
  readonly dem: readonly ContentIdentity[];
  /** The precise-orbit file; absent with the annotation's orbit, which is part of the scene. */
  readonly orbit?: ContentIdentity;
  readonly modelSha256: string;
  /** `version` of package.json. */
  readonly codeVersion: string;
  /** Configuration that the result depends on: areas of interest, largest NDVI age, source of heights, ρ … */
  readonly parameters: CanonicalValue;
}

/**
 * SHA-256, hexadecimal, over the canonical JSON of the inputs; the order in which files were found does not matter.
 * The same order twice is the same run.
 */
export function runId(inputs: RunInputs): string {
  const { collection, product, modelSha256, codeVersion, parameters } = inputs;
  const canonical = canonicalJson({
    collection,
    product,
    scene: sorted(inputs.scene),
    ndvi: sorted(inputs.ndvi),
    landcover: sorted(inputs.landcover),
    dem: sorted(inputs.dem),
    ...(inputs.orbit && { orbit: sorted([inputs.orbit]) }),
    modelSha256,
    codeVersion,
    parameters,
  });
  return createHash('sha256').update(canonical).digest('hex');
}

function sorted(files: readonly ContentIdentity[]): { path: string; sha256: string }[] {
  return files
    .map(({ path, sha256 }) => ({ path, sha256 }))
    .sort((a, b) => compareText(a.path, b.path) || compareText(a.sha256, b.sha256));
}

function compareText(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
