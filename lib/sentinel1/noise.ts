import { parseXml, type XmlElement } from './xml-element.ts';

/** `noiseRangeVector` (IPF ≥ 2.9) or `noiseVector` (before): power in DN² at the given pixels of one image line. */
export interface NoiseRangeVector {
  readonly line: number;
  readonly pixel: Float64Array;
  readonly power: Float64Array;
}

/** `noiseAzimuthVector`: factor along the lines of one sub-swath window; all ends belong to the window. */
export interface NoiseAzimuthVector {
  readonly swath: string;
  readonly firstLine: number;
  readonly lastLine: number;
  readonly firstSample: number;
  readonly lastSample: number;
  readonly line: Float64Array;
  readonly factor: Float64Array;
}

/**
 * Thermal-noise annotation (S-1 Product Specification, section 6.3.4; MPC-0392 on its use).
 * `none`: every value of the table is 0, as IPF 2.36 wrote it where noise was not computed; it is not "no noise".
 */
export interface Noise {
  readonly kind: 'none' | 'range' | 'range-azimuth';
  readonly range: readonly NoiseRangeVector[];
  readonly azimuth: readonly NoiseAzimuthVector[];
}

/** Products have about 27 and 3; every vector is expanded to all samples or lines of the image. */
const MAX_VECTORS = 1000;
const MAX_WINDOWS = 100;
/** σ⁰ of 3; real values stay below 3000. */
const MAX_POWER = 1e6;
/** Real factors are 0.9995 to 1.139. */
const MAX_FACTOR = 10;

/** Throws InputError('invalid-noise') naming the element. */
export function parseNoise(bytes: Uint8Array, name: string): Noise {
  const root = parseXml(bytes, { name, reason: 'invalid-noise' }, 'noise');
  const isOldSchema = root.optional('noiseVectorList') !== undefined;
  const list = isOldSchema ? root.child('noiseVectorList') : root.child('noiseRangeVectorList');
  const [vectorName, lutName] = isOldSchema ? ['noiseVector', 'noiseLut'] : ['noiseRangeVector', 'noiseRangeLut'];
  const elements = list.entries(vectorName);
  if (elements.length > MAX_VECTORS) throw list.fail(`holds ${elements.length} vectors, far more than a product has`);
  const range = elements.map((vector): NoiseRangeVector => {
    const { x: pixel, y: power } = readLut(vector, 'pixel', lutName, MAX_POWER);
    return { line: vector.child('line').number(), pixel, power };
  });
  if (range.length === 0) throw list.fail(`holds no <${vectorName}>`);
  for (let i = 1; i < range.length; i++) {
    if (!((range[i]?.line ?? 0) > (range[i - 1]?.line ?? 0))) throw list.fail('is not in the order of lines');
  }
  const azimuth = isOldSchema
    ? []
    : root.child('noiseAzimuthVectorList').entries('noiseAzimuthVector').map(readAzimuthVector);
  if (azimuth.length > MAX_WINDOWS)
    throw list.fail(`comes with ${azimuth.length} azimuth vectors, far more than a product has`);
  const hasValues = range.some((vector) => vector.power.some((value) => value !== 0));
  return { kind: !hasValues ? 'none' : azimuth.length > 0 ? 'range-azimuth' : 'range', range, azimuth };
}

function readAzimuthVector(vector: XmlElement): NoiseAzimuthVector {
  const bound = (name: string) => vector.child(name).integer(0, 1e6);
  const { x: line, y: factor } = readLut(vector, 'line', 'noiseAzimuthLut', MAX_FACTOR);
  const window = {
    firstLine: bound('firstAzimuthLine'),
    lastLine: bound('lastAzimuthLine'),
    firstSample: bound('firstRangeSample'),
    lastSample: bound('lastRangeSample'),
  };
  if (window.lastLine < window.firstLine || window.lastSample < window.firstSample)
    throw vector.fail('has an empty window');
  return { swath: vector.child('swath').text(), ...window, line, factor };
}

function readLut(vector: XmlElement, xName: string, yName: string, max: number): { x: Float64Array; y: Float64Array } {
  const x = vector.child(xName).numbers();
  const y = vector.child(yName).numbers();
  if (x.length === 0 || x.length !== y.length)
    throw vector.fail(`has ${x.length} of ${xName} but ${y.length} of ${yName}`);
  for (let i = 1; i < x.length; i++) {
    if (!((x[i] as number) > (x[i - 1] as number))) throw vector.child(xName).fail('is not increasing');
  }
  if (y.some((value) => value < 0)) throw vector.child(yName).fail('holds a negative value');
  const huge = y.find((value) => value > max);
  if (huge !== undefined) throw vector.child(yName).fail(`holds ${huge}, far more than such a table does`);
  return { x, y };
}
