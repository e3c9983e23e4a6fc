import { type CogSpec, encodeCog } from '../../lib/raster/encode-cog.ts';

/** The tile 43–44° N, 3–4° E of one value. */
export const TILE = 'N43E003';

/** A raster of one value with outer corner at 3° E, 44° N. */
export function tileRaster(pixels: number, value: number, more: Partial<CogSpec> = {}): Promise<Uint8Array> {
  const isFloat = !Number.isInteger(value);
  const data = isFloat ? new Float32Array(pixels ** 2) : new Uint8Array(pixels ** 2);
  return encodeCog({
    width: pixels,
    height: pixels,
    dataType: isFloat ? 'float32' : 'uint8',
    bands: [{ data: data.fill(value), description: 'x' }],
    transform: [3, 1 / pixels, 0, 44, 0, -1 / pixels],
    overviews: 'nearest',
    ...more,
  });
}
