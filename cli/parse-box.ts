import { InvalidArgumentError } from 'commander';
import type { BoundingBox } from '../lib/grid/grid-window.ts';

/** Parser of options that are a box in degrees: `W,S,E,N`. */
export function parseBox(text: string): BoundingBox {
  const [west = NaN, south = NaN, east = NaN, north = NaN, ...rest] = text.split(',').map(numberOf);
  if ([west, south, east, north].some(Number.isNaN) || rest.length > 0) {
    throw new InvalidArgumentError('four numbers are needed: west,south,east,north in degrees.');
  }
  if (!(west >= -180 && west <= 180 && west < east && east <= 540 && south >= -90 && south < north && north <= 90)) {
    throw new InvalidArgumentError('west must be less than east and south less than north, within the globe.');
  }
  return [west, south, east, north];
}

/** A blank part would count as 0. */
function numberOf(text: string): number {
  return text.trim() === '' ? Number.NaN : Number(text);
}
