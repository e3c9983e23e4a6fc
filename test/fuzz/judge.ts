import { InputError } from '../../lib/errors/input.error.ts';
import type { RejectReason } from '../../lib/errors/reject-reason.ts';
import type { Sigma0Cells } from '../../lib/sentinel1/sigma0-cells.ts';

export type Outcome = RejectReason | 'as undamaged' | 'changed in bounds';

/** What a fuzz case must never end in. */
export class FuzzFailure extends Error {
  override readonly name = 'FuzzFailure';
}

const MAX_MS = 2000;
const MAX_GROWTH_BYTES = 256 * 2 ** 20;

/**
 * Runs one case within its bounds of time and memory. Rejections are outcomes if they are typed and name the damaged
 * thing; any other error is a failure.
 *
 * @param names part of what the rejection must be about: the name of the file or archive
 */
export async function judged<T>(
  names: string,
  run: () => Promise<T>,
  compare: (result: T) => Outcome,
): Promise<Outcome> {
  const before = process.resourceUsage().maxRSS;
  const startMs = performance.now();
  const outcome = await run().then(compare, (error: unknown) => {
    if (!(error instanceof InputError)) throw new FuzzFailure(`untyped error: ${describe(error)}`, { cause: error });
    if (!error.where.includes(names)) throw new FuzzFailure(`names ${error.where}, not ${names}: ${error.message}`);
    if (/undefined|\[object|NaN lines and NaN/.test(error.message)) throw new FuzzFailure(`says ${error.message}`);
    return error.reason;
  });
  const ms = performance.now() - startMs;
  const growth = (process.resourceUsage().maxRSS - before) * 1024;
  if (ms > MAX_MS) throw new FuzzFailure(`took ${ms.toFixed(0)} ms`);
  if (growth > MAX_GROWTH_BYTES) throw new FuzzFailure(`took ${(growth / 2 ** 20).toFixed(0)} MB`);
  return outcome;
}

const describe = (error: unknown) => (error instanceof Error ? (error.stack ?? error.message) : String(error));

/** How far a map may be from that of the undamaged product where damage cannot be told from truth. */
export interface Bounds {
  /** |σ⁰ − σ⁰ undamaged| / σ⁰ undamaged, of pixels of 20 samples or more in both. */
  readonly relative: number;
  /** Share of the pixels of the undamaged map that must be there; as many more may be. */
  readonly coverage: number;
}

/** Lines: the tolerance of the consistency check and what its interpolation may add. */
const MAX_SHIFT_LINES = 11;
const MAX_INCIDENCE_DEG = 0.2;
const FULL_PIXEL = 20;

/**
 * A silent wrong map is one that differs from the undamaged product's and is shifted by more than the consistency
 * check allows, loses or gains places, has σ⁰ that is not finite or out of all bounds, or samples without σ⁰.
 */
export function compareMaps(map: Sigma0Cells, reference: Sigma0Cells, { relative, coverage }: Bounds): Outcome {
  if (isSame(map, reference)) return 'as undamaged';
  const fail = (what: string): never => {
    throw new FuzzFailure(`a silent wrong map: ${what}`);
  };
  let here = 0;
  let there = 0;
  for (let i = 0; i < reference.sigma0.length; i++) {
    const [count, expectedCount] = [map.samples[i] as number, reference.samples[i] as number];
    const [sigma0, expected] = [map.sigma0[i] as number, reference.sigma0[i] as number];
    if (count > 0) here++;
    if (expectedCount > 0) there++;
    if (count > 0 !== Number.isFinite(sigma0)) fail(`pixel ${i} has ${count} samples and a sigma0 of ${sigma0}`);
    if (count === 0 || expectedCount === 0) continue;
    const shift = Math.abs((map.line[i] as number) - (reference.line[i] as number));
    if (!(shift <= MAX_SHIFT_LINES)) fail(`pixel ${i} is shifted by ${shift} lines`);
    const turn = Math.abs((map.incidenceDeg[i] as number) - (reference.incidenceDeg[i] as number));
    if (!(turn <= MAX_INCIDENCE_DEG)) fail(`pixel ${i} has an incidence ${turn} degrees off`);
    if (Math.min(count, expectedCount) < FULL_PIXEL) continue;
    const off = Math.abs(sigma0 - expected) / expected;
    if (!(off <= relative)) fail(`pixel ${i} has a sigma0 of ${sigma0}, not ${expected}`);
  }
  if (!(here >= coverage * there && here * coverage <= there)) fail(`${here} pixels have samples, not ${there}`);
  return 'changed in bounds';
}

function isSame(a: Sigma0Cells, b: Sigma0Cells): boolean {
  return (['sigma0', 'samples', 'incidenceDeg', 'line', 'observed'] as const).every(
    (key) => Buffer.compare(bytesOf(a[key]), bytesOf(b[key])) === 0,
  );
}

function bytesOf(values: NodeJS.TypedArray): Buffer {
  return Buffer.from(values.buffer, values.byteOffset, values.byteLength);
}
