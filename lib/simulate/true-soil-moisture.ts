import {
  type BoundingBox,
  CELLS_PER_DEGREE_1KM,
  type GridWindow,
  geoTransformOf,
  PIXELS_PER_CELL_SIDE,
  toPixels100m,
  windowAround,
} from '../grid/grid-window.ts';
import { encodeCog } from '../raster/encode-cog.ts';
import { COVER } from './parcel-cover.ts';
import { parcelsOf } from './parcel-records.ts';
import { parcelOfPixels } from './parcels.ts';
import type { Scenario } from './scenario.ts';

/** Cell rows that are worked on together, which bounds memory. */
const STRIP_ROWS = 28;

/**
 * True soil moisture (m³ m⁻³) of the 1-km cells of a box: the mean over their cropland and herbaceous pixels, NaN where
 * there is none.
 */
export function trueSoilMoisture(
  scenario: Scenario,
  box: BoundingBox,
  timeMs: number,
): { window: GridWindow; sm: Float32Array } {
  const window = windowAround(box, CELLS_PER_DEGREE_1KM);
  const sm = new Float32Array(window.width * window.height);
  for (let row = 0; row < window.height; row += STRIP_ROWS) {
    const height = Math.min(STRIP_ROWS, window.height - row);
    sm.set(stripTruth(scenario, { ...window, row: window.row + row, height }, timeMs), row * window.width);
  }
  return { window, sm };
}

function stripTruth({ world, rain }: Scenario, window: GridWindow, timeMs: number): Float32Array {
  const side = PIXELS_PER_CELL_SIDE;
  const window100m = toPixels100m(window);
  const parcels = parcelsOf(world, window100m);
  const parcelOf = parcelOfPixels(world.seed, window100m, parcels.lattice);
  const ofParcel = parcels.soilMoistureAt(rain, timeMs);
  const sum = new Float64Array(window.width * window.height);
  const count = new Uint8Array(sum.length);
  for (let j = 0, o = 0; j < window100m.height; j++) {
    const cellRow = Math.floor(j / side) * window.width;
    for (let i = 0; i < window100m.width; i++, o++) {
      const parcel = parcelOf[o] as number;
      const code = parcels.cover[parcel] as number;
      if (code !== COVER.cropland && code !== COVER.herbaceous) continue;
      const cell = cellRow + Math.floor(i / side);
      sum[cell] = (sum[cell] as number) + (ofParcel[parcel] as number);
      count[cell] = (count[cell] as number) + 1;
    }
  }
  return Float32Array.from(sum, (total, cell) => (count[cell] ? total / (count[cell] as number) : Number.NaN));
}

/** The truth of one acquisition as a GeoTIFF. */
export async function encodeTruth(scenario: Scenario, box: BoundingBox, timeMs: number): Promise<Uint8Array> {
  const { window, sm } = trueSoilMoisture(scenario, box, timeMs);
  return encodeCog({
    width: window.width,
    height: window.height,
    dataType: 'float32',
    bands: [{ data: sm, description: 'true soil moisture of cropland and herbaceous pixels', unit: 'm3 m-3' }],
    transform: geoTransformOf(window),
    nodata: Number.NaN,
    overviews: 'mean',
  });
}
