import { type GridWindow, toPixels100m, windowAround } from '../../lib/grid/grid-window.ts';
import { accumulateSigma0 } from '../../lib/sentinel1/accumulate-sigma0.ts';
import type { Annotation } from '../../lib/sentinel1/annotation.ts';
import { openScene } from '../../lib/sentinel1/open-scene.ts';
import type { SceneFiles } from '../../lib/sentinel1/scene-files.ts';
import type { Sigma0Cells } from '../../lib/sentinel1/sigma0-cells.ts';
import { annotationXml, manifestXml, PATHS_OF_PRODUCT as P, safeProduct } from '../lib/sentinel1/safe-product.ts';
import { orbitStates, PATHS, syntheticAnnotation } from '../lib/sentinel1/synthetic-orbit.ts';
import { type TiffLayout, tiffBytes } from '../lib/sentinel1/tiff-bytes.ts';

/**
 * A product in memory, small enough for a hundred cases per second, with every list as long as it takes to damage one
 * entry between others: 13 state vectors, 8 polynomials, 6 × 9 table nodes, 3 noise windows.
 */
export const [SAMPLES, LINES] = [300, 200];
const NODE_SAMPLES = [0, 40, 80, 120, 160, 200, 240, 280, SAMPLES - 1];

const plain = syntheticAnnotation(PATHS.ascending, SAMPLES, LINES, 100);
export const annotation: Annotation = {
  ...plain,
  orbit: orbitStates(
    PATHS.ascending,
    Array.from({ length: 13 }, (_, i) => i - 6),
  ),
  slantToGround: [-0.05, 0, 0.05, 0.1, 0.15, 0.2, 0.25, 0.3].map((timeS) => ({
    timeS,
    sr0M: plain.slantToGround[0]?.sr0M ?? 0,
    coefficients: plain.slantToGround[0]?.coefficients ?? new Float64Array(),
  })),
};

/** A of σ⁰ = DN² / A²; falling across the swath, as real tables do. */
export const amplitudeAt = (sample: number) => 664 - (104 * sample) / (SAMPLES - 1);
/** DN grows with the sample, so that a shift in range shows in σ⁰: ten samples are 10 % or less. */
export const dnAt = (sample: number) => 200 + sample;
const dn = Uint16Array.from({ length: SAMPLES * LINES }, (_, i) => dnAt(i % SAMPLES));

const list = (tag: string, values: readonly number[]) =>
  `<${tag} count="${values.length}">${values.join(' ')}</${tag}>`;
const vectorLines = [0, 50, 100, 150, LINES - 1, LINES + 49];

function calibrationXml(): string {
  const flat = NODE_SAMPLES.map(() => 474);
  const vectors = vectorLines.map(
    (line) =>
      `<calibrationVector><azimuthTime>2021-08-09T17:39:53.000000</azimuthTime><line>${line}</line>` +
      `${list('pixel', NODE_SAMPLES)}${list('sigmaNought', NODE_SAMPLES.map(amplitudeAt))}` +
      `${list('betaNought', flat)}${list('gamma', flat)}${list('dn', flat)}</calibrationVector>`,
  );
  return `<calibration><calibrationVectorList count="${vectors.length}">${vectors.join('\n')}</calibrationVectorList></calibration>`;
}

function noiseXml(): string {
  const range = vectorLines.map(
    (line) =>
      `<noiseRangeVector><line>${line}</line>${list('pixel', NODE_SAMPLES)}` +
      `${list('noiseRangeLut', [900, 870, 850, 840, 850, 880, 920, 960, 0])}</noiseRangeVector>`,
  );
  const ends = [0, LINES - 1];
  const azimuth = [0, 100, 200].map(
    (first, i) =>
      `<noiseAzimuthVector><swath>IW${i + 1}</swath><firstAzimuthLine>0</firstAzimuthLine><firstRangeSample>${first}` +
      `</firstRangeSample><lastAzimuthLine>${LINES - 1}</lastAzimuthLine><lastRangeSample>${first + 99}` +
      `</lastRangeSample>${list('line', ends)}${list('noiseAzimuthLut', [1, 1.1])}</noiseAzimuthVector>`,
  );
  return (
    `<noise><noiseRangeVectorList count="${range.length}">${range.join('\n')}</noiseRangeVectorList>` +
    `<noiseAzimuthVectorList count="3">${azimuth.join('\n')}</noiseAzimuthVectorList></noise>`
  );
}

const tiff = measurementTiff({ rowsPerStrip: 1 });
export const TEXTS = {
  manifest: manifestXml(tiff.length),
  annotation: annotationXml(annotation),
  calibration: calibrationXml(),
  noise: noiseXml(),
} as const;

export function measurementTiff(layout: TiffLayout): Uint8Array {
  return tiffBytes(dn, SAMPLES, LINES, layout);
}

/** The product with other contents for some of its files; the manifest tells the size of whatever measurement it is. */
export function productWith(changes: Readonly<Record<string, string | Uint8Array>>): SceneFiles {
  const image = changes[P.measurement];
  const manifest = image === undefined ? TEXTS.manifest : manifestXml(image.length);
  const texts = { [P.calibration]: TEXTS.calibration, [P.noise]: TEXTS.noise, [P.manifest]: manifest };
  return safeProduct(annotation, tiff, { ...texts, ...changes });
}

const { longitudeDeg: lon, latitudeDeg: lat } = annotation.geolocationGrid;
export const window: GridWindow = toPixels100m(
  windowAround([Math.min(...lon), Math.min(...lat), Math.max(...lon), Math.max(...lat)], 112),
);
const mask = new Uint8Array(window.width * window.height).fill(1);
const heights = new Float32Array((window.width + 1) * (window.height + 1)).fill(100);

export async function mapOf(files: SceneFiles): Promise<Sigma0Cells> {
  return accumulateSigma0(await openScene(files), window, mask, heights);
}
