import fc from 'fast-check';
import { sourceOfBytes } from '../../lib/raster/range-source.ts';
import { zipSceneFiles } from '../../lib/sentinel1/zip-scene-files.ts';
import { PATHS_OF_PRODUCT as P, PRODUCT } from '../lib/sentinel1/safe-product.ts';
import type { TiffLayout } from '../lib/sentinel1/tiff-bytes.ts';
import { byteDamage, damagedBytes } from './byte-damage.ts';
import { mapOf, measurementTiff, productWith, TEXTS } from './fuzz-scene.ts';
import { compareTiles, TILE_KINDS } from './fuzz-tiles.ts';
import { type Bounds, compareMaps, judged, type Outcome } from './judge.ts';
import { damagedTiff, tiffDamage } from './tiff-damage.ts';
import { damagedXml, xmlDamage } from './xml-damage.ts';
import { damagedZip, zipDamage } from './zip-damage.ts';

/** One way to damage inputs. */
export interface FuzzKind {
  readonly name: string;
  /** Cases of this kind among 100. */
  readonly share: number;
  /** Runs one case per generated damage and tells its outcome; throws where the outcome is a failure. */
  property(tell: (outcome: Outcome) => void): fc.IAsyncProperty<unknown>;
}

function fuzzKind<D>(
  name: string,
  share: number,
  damage: fc.Arbitrary<D>,
  run: (damage: D) => Promise<Outcome>,
): FuzzKind {
  const property = (tell: (outcome: Outcome) => void) =>
    fc.asyncProperty(damage, async (one) => {
      tell(await run(one));
    });
  return { name, share, property };
}

const reference = await mapOf(productWith({}));

/**
 * Shifts that pass the consistency check are 10 lines and samples: 10 % of σ⁰ in this image, and of its border.
 * A table entry may be off by the factor that is allowed between neighbours, twice; noise by its greatest power.
 */
const XML_BOUNDS: Readonly<Record<keyof typeof TEXTS, Bounds>> = {
  manifest: { relative: 0, coverage: 1 },
  annotation: { relative: 0.15, coverage: 0.85 },
  calibration: { relative: 15, coverage: 1 },
  noise: { relative: 100, coverage: 1 },
};
const XML_SHARES = { manifest: 6, annotation: 24, calibration: 10, noise: 10 } as const;

const xmlKinds = (['manifest', 'annotation', 'calibration', 'noise'] as const).map((role) =>
  fuzzKind(`${role} XML`, XML_SHARES[role], xmlDamage, (damage) => {
    const files = productWith({ [P[role]]: damagedXml(TEXTS[role], damage) });
    return judged(
      PRODUCT,
      () => mapOf(files),
      (map) => compareMaps(map, reference, XML_BOUNDS[role]),
    );
  }),
);

const LAYOUTS: Readonly<Record<string, TiffLayout>> = {
  'lines as strips': { rowsPerStrip: 1 },
  'strips of 16 lines': { rowsPerStrip: 16, bigEndian: false, gap: 6 },
  'uncompressed tiles': { tile: 64 },
  'deflated tiles': { compression: 8, tile: 64 },
  'Zstandard tiles': { compression: 50000, tile: 64 },
  'LZW strips': { compression: 5, rowsPerStrip: 20 },
};
/** Pixels have no checksum unless they are deflated: what they are changed to is taken, as long as it is finite. */
const PIXEL_BOUNDS: Bounds = { relative: 2e5, coverage: 0.5 };

const tiffKinds = Object.entries(LAYOUTS).flatMap(([name, layout]) => {
  const whole = measurementTiff(layout);
  const run = (bytes: Uint8Array) => {
    const files = productWith({ [P.measurement]: bytes });
    return judged(
      PRODUCT,
      () => mapOf(files),
      (map) => compareMaps(map, reference, PIXEL_BOUNDS),
    );
  };
  return [
    fuzzKind(`TIFF directory, ${name}`, 3, tiffDamage, (damage) => run(damagedTiff(whole, damage))),
    fuzzKind(`TIFF bytes, ${name}`, 2, byteDamage, (damage) => run(damagedBytes(whole, damage, 1000))),
  ];
});

const entries = [
  ...(['manifest', 'annotation', 'calibration', 'noise'] as const).map((role) => ({
    ...{ path: `${PRODUCT}.SAFE/${P[role]}`, deflate: true },
    data: new TextEncoder().encode(TEXTS[role]),
  })),
  { path: `${PRODUCT}.SAFE/${P.measurement}`, data: measurementTiff({ rowsPerStrip: 1 }), deflate: false },
];
const zipKind = fuzzKind('zip', 10, zipDamage, (damage) => {
  const source = sourceOfBytes(`${PRODUCT}.zip`, damagedZip(entries, damage));
  return judged(
    PRODUCT,
    async () => mapOf(await zipSceneFiles(source)),
    (map) => compareMaps(map, reference, PIXEL_BOUNDS),
  );
});

const tileKinds = TILE_KINDS.flatMap((kind) => {
  // A kind whose sound tile is rejected must be rejected whatever else is wrong with it.
  const undamaged = kind.isRejected ? Promise.resolve(undefined) : kind.read(kind.bytes);
  const run = (bytes: Uint8Array) =>
    judged(
      'tiles/',
      async () => ({ values: await kind.read(bytes), expected: await undamaged }),
      ({ values, expected }) => compareTiles(kind, values, expected),
    );
  return [
    fuzzKind(`${kind.name} tile, directory`, 2, tiffDamage, (damage) => run(damagedTiff(kind.bytes, damage))),
    fuzzKind(`${kind.name} tile, bytes`, 1, byteDamage, (damage) => run(damagedBytes(kind.bytes, damage, 1000))),
  ];
});

export const FUZZ_KINDS: readonly FuzzKind[] = [...xmlKinds, ...tiffKinds, zipKind, ...tileKinds];
