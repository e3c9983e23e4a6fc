import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { InputError } from '../../../lib/errors/input.error.ts';
import { toPixels100m, windowAround } from '../../../lib/grid/grid-window.ts';
import { readAll, sourceOfBytes } from '../../../lib/raster/range-source.ts';
import { accumulateSigma0 } from '../../../lib/sentinel1/accumulate-sigma0.ts';
import { openScene } from '../../../lib/sentinel1/open-scene.ts';
import type { SceneFiles } from '../../../lib/sentinel1/scene-files.ts';
import { zipSceneFiles } from '../../../lib/sentinel1/zip-scene-files.ts';
import { PATHS_OF_PRODUCT, PRODUCT, safeProduct } from './safe-product.ts';
import { PATHS, syntheticAnnotation } from './synthetic-orbit.ts';
import { tiffBytes } from './tiff-bytes.ts';
import { zipBytes } from './zip-bytes.ts';

const SAMPLES = 60;
const LINES = 50;
const annotation = syntheticAnnotation(PATHS.ascending, SAMPLES, LINES);
const dn = Uint16Array.from({ length: SAMPLES * LINES }, (_, i) => 100 + (i % 50));
const tiff = tiffBytes(dn, SAMPLES, LINES, { compression: 8, rowsPerStrip: 10 });
const { longitudeDeg, latitudeDeg } = annotation.geolocationGrid;
const window = toPixels100m(
  windowAround(
    [Math.min(...longitudeDeg), Math.min(...latitudeDeg), Math.max(...longitudeDeg), Math.max(...latitudeDeg)],
    112,
  ),
);
const mask = new Uint8Array(window.width * window.height).fill(1);
const heights = new Float32Array((window.width + 1) * (window.height + 1));

/** A map, or the reason why there is none; anything else is a bug. */
async function outcomeOf(open: () => Promise<SceneFiles>): Promise<string> {
  try {
    const scene = await openScene(await open());
    const { sigma0 } = await accumulateSigma0(scene, window, mask, heights);
    expect(sigma0.some(Number.isFinite) || sigma0.every(Number.isNaN)).toBe(true);
    return 'map';
  } catch (error) {
    if (error instanceof InputError) return error.reason;
    throw error;
  }
}

const damage = fc.record({
  // Evenly over the file: fast-check otherwise prefers the ends.
  at: fc.noBias(fc.nat(1e9)),
  xor: fc.noBias(fc.integer({ min: 1, max: 255 })),
  cut: fc.option(fc.noBias(fc.nat(1e9)), { freq: 1 }),
});

function damaged(bytes: Uint8Array, flips: readonly { at: number; xor: number; cut: number | null }[]): Uint8Array {
  let result = Uint8Array.from(bytes);
  for (const { at, xor, cut } of flips) {
    if (result.length === 0) break;
    const i = at % result.length;
    result[i] = (result[i] ?? 0) ^ xor;
    if (cut !== null) result = result.subarray(0, cut % result.length);
  }
  return result;
}

async function bytesOf(path: string): Promise<Uint8Array> {
  const source = await safeProduct(annotation, tiff).open(path);
  return source ? readAll(source) : new Uint8Array();
}

describe('flipped and lost bytes give a map or a reason, never a crash', () => {
  test.each(Object.entries(PATHS_OF_PRODUCT))('%s', async (role, path) => {
    const original = await bytesOf(path);
    const outcomes = new Set<string>();
    await fc.assert(
      fc.asyncProperty(fc.array(damage, { minLength: 1, maxLength: 3 }), async (flips) => {
        outcomes.add(await outcomeOf(async () => safeProduct(annotation, tiff, { [path]: damaged(original, flips) })));
      }),
      { numRuns: 60 },
    );
    expect(outcomes).toContain(`invalid-${role}`);
  });

  test('a zip', async () => {
    const entries = await Promise.all(
      Object.values(PATHS_OF_PRODUCT).map(async (path, i) => {
        return { path: `${PRODUCT}.SAFE/${path}`, data: await bytesOf(path), deflate: i % 2 === 0 };
      }),
    );
    const original = zipBytes(entries);
    const outcomes = new Set<string>();
    await fc.assert(
      fc.asyncProperty(fc.array(damage, { minLength: 1, maxLength: 3 }), async (flips) => {
        outcomes.add(await outcomeOf(() => zipSceneFiles(sourceOfBytes('x.zip', damaged(original, flips)))));
      }),
      { numRuns: 100 },
    );
    expect(outcomes).toContain('invalid-archive');
  });
});
