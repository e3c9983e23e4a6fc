import { describe, expect, test } from 'vitest';
import { toPixels100m, windowAround } from '../../../lib/grid/grid-window.ts';
import { accumulateSigma0 } from '../../../lib/sentinel1/accumulate-sigma0.ts';
import type { Annotation } from '../../../lib/sentinel1/annotation.ts';
import { openScene } from '../../../lib/sentinel1/open-scene.ts';
import {
  annotationXml,
  calibrationXml,
  manifestXml,
  noiseXml,
  PATHS_OF_PRODUCT as P,
  safeProduct,
} from './safe-product.ts';
import { orbitStates, PATHS, syntheticAnnotation } from './synthetic-orbit.ts';
import { type TiffLayout, tiffBytes } from './tiff-bytes.ts';

// Damage that once gave a map, shifted or off in places, without a word.

const [WIDTH, HEIGHT] = [300, 200];
const plain = syntheticAnnotation(PATHS.ascending, WIDTH, HEIGHT);
// Vectors every second and polynomials every 50 ms, of which the grid's four lines see only some.
const annotation: Annotation = {
  ...plain,
  orbit: orbitStates(PATHS.ascending, [-2, -1, 0, 1, 2, 3]),
  slantToGround: [-0.05, 0, 0.05, 0.1, 0.15, 0.2, 0.25, 0.3].map((timeS) => ({
    timeS,
    sr0M: plain.slantToGround[0]?.sr0M ?? 0,
    coefficients: plain.slantToGround[0]?.coefficients ?? new Float64Array(),
  })),
};
const dn = Uint16Array.from({ length: WIDTH * HEIGHT }, (_, i) => 100 + (i % 57));
const tiff = tiffBytes(dn, WIDTH, HEIGHT, { rowsPerStrip: 10 });
const texts = {
  annotation: annotationXml(annotation),
  calibration: calibrationXml(annotation),
  noise: noiseXml(annotation, 900, [
    { firstSample: 0, lastSample: 149, factor: 1.1 },
    { firstSample: 150, lastSample: WIDTH - 1, factor: 1 },
  ]),
};
type Role = keyof typeof texts;

function edited(role: Role, edit: (text: string) => string): Promise<unknown> {
  const text = edit(texts[role]);
  expect(text).not.toBe(texts[role]);
  return openScene(safeProduct(annotation, tiff, { [P.noise]: texts.noise, [P[role]]: text }));
}
/** The n-th match, 0-based, replaced. */
const nth = (pattern: RegExp, n: number, replacement: string | ((match: string) => string)) => (text: string) => {
  let i = 0;
  return text.replace(pattern, (match) => {
    if (i++ !== n) return match;
    return typeof replacement === 'string' ? replacement : replacement(match);
  });
};

test('the undamaged product is accepted', async () => {
  await expect(openScene(safeProduct(annotation, tiff, { [P.noise]: texts.noise }))).resolves.toMatchObject({
    annotation: { samples: WIDTH },
  });
});

const AMPLITUDES = /<sigmaNought count="2">664 560</g;
const cases: [name: string, role: Role, edit: (text: string) => string, message: string][] = [
  [
    'a calibration table that ends before the image',
    'calibration',
    nth(/<pixel count="2">0 299</g, 1, '<pixel count="2">0 120<'),
    '<calibrationVectorList> covers samples 0 to 120 in its vector 1, but the image has 300',
  ],
  [
    'a calibration table that starts far within the image',
    'calibration',
    nth(/<pixel count="2">0 299</g, 0, '<pixel count="2">180 299<'),
    '<calibrationVectorList> covers samples 180 to 299 in its vector 0',
  ],
  [
    'calibration vectors of lines far beyond the image',
    'calibration',
    (text) => text.replace('<line>0<', '<line>9000<').replace('<line>300<', '<line>9300<'),
    '<calibrationVectorList> covers lines 9000 to 9300, but the image has 200',
  ],
  [
    'a calibration vector lost',
    'calibration',
    (text) => text.replace(/<calibrationVector>.*?<\/calibrationVector>/, ''),
    'calibrationVectorList> says count="2" but holds 1 <calibrationVector>',
  ],
  [
    'a jump in sigmaNought',
    'calibration',
    nth(AMPLITUDES, 1, '<sigmaNought count="2">64 560<'),
    'jumps from 64 to 560',
  ],
  [
    'an amplitude so small that power overflows',
    'calibration',
    nth(AMPLITUDES, 0, '<sigmaNought count="2">1e-30 1e-30<'),
    'holds 1e-30, far from',
  ],
  [
    'a noise table that ends before the image',
    'noise',
    nth(/<pixel count="2">0 299</g, 0, '<pixel count="2">0 150<'),
    'the list of range vectors covers samples 0 to 150 in its vector 0, but the image has 300',
  ],
  [
    'noise windows that leave out a part of the swath',
    'noise',
    (text) => text.replace('<firstRangeSample>150<', '<firstRangeSample>280<'),
    '<noiseAzimuthVectorList> covers no sample from 150 on, but the image has 300',
  ],
  [
    'a noise window lost',
    'noise',
    (text) => text.replace(/<noiseAzimuthVector>.*?<\/noiseAzimuthVector>/, ''),
    'noiseAzimuthVectorList> says count="2" but holds 1 <noiseAzimuthVector>',
  ],
  [
    'noise of absurd power',
    'noise',
    nth(/<noiseRangeLut count="2">900 900</g, 0, '<noiseRangeLut count="2">900 9e30<'),
    'noiseRangeLut> holds 9e+30, far more',
  ],
  [
    'an absurd azimuth factor',
    'noise',
    (text) => text.replace('<noiseAzimuthLut count="2">1.1 1.1<', '<noiseAzimuthLut count="2">1.1 110<'),
    'noiseAzimuthLut> holds 110, far more',
  ],
  [
    'a state vector whose position is off',
    'annotation',
    nth(/<x>[^<]*<\/x>/g, 6, (x) => x.replace(/\d\./, (digit) => `${(Number(digit[0]) + 5) % 10}.`)),
    'orbitList> is damaged: its vector ',
  ],
  [
    'a state vector whose velocity is off',
    'annotation',
    nth(/<z>[^<]*<\/z>/g, 1, (z) => z.replace(/\d\./, (digit) => `${(Number(digit[0]) + 5) % 10}.`)),
    'orbitList> is damaged: its vector ',
  ],
  [
    'a polynomial that is off between two lines of the grid',
    'annotation',
    nth(/<sr0>801000</g, 4, '<sr0>801400<'),
    'coordinateConversionList> is not steady: its record ',
  ],
  [
    'a slant range of the grid that is off',
    'annotation',
    nth(/<slantRangeTime>0\.0053/g, 7, '<slantRangeTime>0.0043'),
    'the geolocation grid does not fit the orbit: its point 7 is ',
  ],
  [
    'a grid point on the other side of the Earth, without speaking of NaN lines',
    'annotation',
    nth(/<latitude>/g, 2, '<latitude>-'),
    'the geolocation grid does not fit the orbit: the satellite passes its point 2 at no time near its vectors',
  ],
];

describe('is refused, naming file and element', () => {
  test.each(cases)('%s', async (_, role, edit, message) => {
    const failure = await edited(role, edit).then(
      () => undefined,
      (error: unknown) => error,
    );
    expect(failure).toMatchObject({ reason: `invalid-${role}`, where: expect.stringContaining(P[role]) });
    expect(failure).toHaveProperty('message', expect.stringContaining(message));
  });
});

describe('a block index that cannot be true is refused', () => {
  /** Sets the byte count of block 3 and, on request, its offset. */
  async function withBlock(layout: TiffLayout, count: number, offset?: number): Promise<unknown> {
    const bytes = Buffer.from(tiffBytes(dn, WIDTH, HEIGHT, layout));
    const entries = Array.from({ length: bytes.readUInt16LE(8) }, (_, i) => 10 + 12 * i);
    const listOf = (...tags: number[]) => {
      const entry = entries.find((at) => tags.includes(bytes.readUInt16LE(at))) ?? 0;
      return bytes.readUInt32LE(entry + 8);
    };
    bytes.writeUInt32LE(count, listOf(279, 325) + 12);
    if (offset !== undefined) bytes.writeUInt32LE(offset, listOf(273, 324) + 12);
    const changes = { [P.measurement]: bytes, [P.manifest]: manifestXml(bytes.length) };
    return openScene(safeProduct(annotation, tiff, changes)).then(
      () => 'accepted',
      (error: unknown) => error,
    );
  }
  const refusal = (message: string) =>
    expect.objectContaining({ reason: 'invalid-measurement', message: expect.stringContaining(message) });

  test('no bytes where the offset says that there are some', async () => {
    expect(await withBlock({ compression: 8, rowsPerStrip: 10 }, 0)).toEqual(
      refusal('block 3 of the image has 0 bytes, some are needed'),
    );
  });

  test('too few bytes for uncompressed lines', async () => {
    expect(await withBlock({ rowsPerStrip: 10 }, 5000)).toEqual(
      refusal('block 3 of the image has 5000 bytes, 6000 are needed'),
    );
  });

  test('a compressed block of nearly the whole file', async () => {
    expect(await withBlock({ compression: 8, tile: 16, gap: 100 }, 30_000)).toEqual(
      refusal('block 3 of the image has 30000 bytes for 512 bytes of pixels'),
    );
  });

  test('a block that lies over another one', async () => {
    expect(await withBlock({ rowsPerStrip: 10 }, 6000, 10_000)).toEqual(
      refusal('blocks 1 and 3 of the image lie over one another'),
    );
  });

  test('a block that lies over the directory', async () => {
    expect(await withBlock({ compression: 8, rowsPerStrip: 10 }, 60, 4)).toEqual(
      refusal('block 3 of the image has 60 bytes that lie over its directory'),
    );
  });

  test('but a sparse block is taken', async () => {
    expect(await withBlock({ compression: 8, rowsPerStrip: 10 }, 0, 0)).toBe('accepted');
  });
});

test('one uncompressed tile that is wider than the image is not taken for image-wide lines', async () => {
  const small = syntheticAnnotation(PATHS.ascending, 60, 64);
  const pixels = Uint16Array.from({ length: 60 * 64 }, (_, i) => 100 + (i % 60) + 3 * Math.floor(i / 60));
  const { longitudeDeg: lon, latitudeDeg: lat } = small.geolocationGrid;
  const box = [Math.min(...lon), Math.min(...lat), Math.max(...lon), Math.max(...lat)] as const;
  const window = toPixels100m(windowAround([...box], 112));
  const mask = new Uint8Array(window.width * window.height).fill(1);
  const heights = new Float32Array((window.width + 1) * (window.height + 1));
  const map = async (layout: TiffLayout) => {
    const scene = await openScene(safeProduct(small, tiffBytes(pixels, 60, 64, layout)));
    return accumulateSigma0(scene, window, mask, heights);
  };
  const tiled = await map({ tile: 64 });
  expect(tiled).toEqual(await map({ rowsPerStrip: 8 }));
  expect(tiled.samples.some((count) => count > 0)).toBe(true);
});

test('blocks that would take gigabytes are refused', async () => {
  const bytes = Buffer.from(tiffBytes(dn, WIDTH, HEIGHT, { compression: 8, tile: 16 }));
  const entries = Array.from({ length: bytes.readUInt16LE(8) }, (_, i) => 10 + 12 * i);
  for (const at of entries) if ([322, 323].includes(bytes.readUInt16LE(at))) bytes.writeUInt32LE(8192, at + 8);
  const changes = { [P.measurement]: bytes, [P.manifest]: manifestXml(bytes.length) };
  await expect(openScene(safeProduct(annotation, tiff, changes))).rejects.toThrow(
    'blocks of 8192 × 8192 pixels are larger than any product has',
  );
});
