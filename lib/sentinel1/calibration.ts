import type { BackscatterQuantity } from './backscatter-quantity.ts';
import { parseXml } from './xml-element.ts';

/** One `calibrationVector`: amplitudes A at the given pixels of one image line; power = DN² / A². */
export interface CalibrationVector {
  readonly line: number;
  readonly pixel: Float64Array;
  /** A of `<sigmaNought>`, or of `<gamma>` or `<betaNought>` where γ⁰ or β⁰ was asked for. */
  readonly amplitude: Float64Array;
}

/** Calibration annotation (S-1 Product Specification, section 6.3.3), lines ascending. */
export interface Calibration {
  readonly vectors: readonly CalibrationVector[];
}

/** Products have about 27; every vector is expanded to all samples of a line. */
const MAX_VECTORS = 1000;
/** Products of all generations have 550 to 670, from one entry to the next within 0.2 %. */
const MIN_AMPLITUDE = 1;
const MAX_AMPLITUDE = 1e6;
const MAX_RATIO = 2;

/** The element of each quantity; the others are skipped without being parsed. */
const ELEMENTS: Readonly<Record<BackscatterQuantity, string>> = {
  sigma0: 'sigmaNought',
  gamma0: 'gamma',
  beta0: 'betaNought',
};

/** Throws InputError('invalid-calibration') naming the element. */
export function parseCalibration(
  bytes: Uint8Array,
  name: string,
  quantity: BackscatterQuantity = 'sigma0',
): Calibration {
  const origin = { name, reason: 'invalid-calibration' } as const;
  const wanted = ELEMENTS[quantity];
  const unread = [...Object.values(ELEMENTS), 'dn'].filter((element) => element !== wanted);
  const root = parseXml(bytes, origin, 'calibration', unread);
  const list = root.child('calibrationVectorList');
  const elements = list.entries('calibrationVector');
  if (elements.length > MAX_VECTORS) throw list.fail(`holds ${elements.length} vectors, far more than a product has`);
  const vectors = elements.map((vector): CalibrationVector => {
    const pixel = vector.child('pixel').numbers();
    const amplitude = vector.child(wanted).numbers();
    if (pixel.length < 2 || pixel.length !== amplitude.length) {
      throw vector.fail(`has ${pixel.length} pixels but ${amplitude.length} values of ${wanted}`);
    }
    if (!isIncreasing(pixel)) throw vector.child('pixel').fail('is not increasing');
    const fault = amplitudeFault(amplitude);
    if (fault !== undefined) throw vector.child(wanted).fail(fault);
    return { line: vector.child('line').number(), pixel, amplitude };
  });
  if (vectors.length === 0) throw list.fail('holds no <calibrationVector>');
  if (!isIncreasing(vectors.map((vector) => vector.line))) throw list.fail('is not in the order of lines');
  return { vectors };
}

function amplitudeFault(values: Float64Array): string | undefined {
  for (let i = 0; i < values.length; i++) {
    const value = values[i] as number;
    if (!(value > 0)) return 'holds a value that is not positive';
    if (!(value >= MIN_AMPLITUDE && value <= MAX_AMPLITUDE)) return `holds ${value}, far from what such a table holds`;
    const ratio = i === 0 ? 1 : value / (values[i - 1] as number);
    if (!(ratio >= 1 / MAX_RATIO && ratio <= MAX_RATIO)) return `jumps from ${values[i - 1]} to ${value}`;
  }
  return undefined;
}

function isIncreasing(values: ArrayLike<number>): boolean {
  for (let i = 1; i < values.length; i++) if (!((values[i] as number) > (values[i - 1] as number))) return false;
  return true;
}
