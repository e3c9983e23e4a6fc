import type { GridWindow } from '../grid/grid-window.ts';
import { type TilePart, tileParts } from '../raster/degree-tile.ts';
import { visitRows } from '../raster/read-window.ts';
import { rejectInvalidTiff } from '../raster/reject-invalid-tiff.ts';
import type { TiffImage } from '../raster/tiff-image.ts';
import type { NdviChoice } from './choose-ndvi.ts';
import { ndviTileTodo, openNdviTile } from './open-ndvi-tile.ts';

export interface NdviPixels {
  /** −1 … 1, row-major; NaN where there is none. */
  readonly ndvi: Float32Array;
  /** Days between acquisition and NDVI; 0 where there is none. */
  readonly ageDays: Uint16Array;
}

/** In Copernicus' 8-bit coding, everything above 250 is a flag (missing, cloud, snow, sea, background), by any version. */
const LAST_8_BIT_VALUE = 250;

/**
 * NDVI of a window, 1/1008° (S1+S2) or 1/112° (S1+S3), put together from the chosen 1° tiles. Scale, offset and nodata
 * are those of each file.
 * @throws InputError `invalid-ndvi` for a tile of another grid, a damaged one, or integers without a scale
 */
export async function readNdvi(choices: readonly NdviChoice[], window: GridWindow): Promise<NdviPixels> {
  const ndvi = new Float32Array(window.width * window.height).fill(Number.NaN);
  const ageDays = new Uint16Array(ndvi.length);
  for (const part of tileParts(window)) {
    const choice = choices.find(({ tile }) => tile === part.tile);
    if (!choice) continue;
    const image = await openNdviTile(choice.source, part.tile, window.perDegree);
    await rejectInvalidTiff('invalid-ndvi', ndviTileTodo(window.perDegree), () =>
      copyTile(image, part, choice.ageDays, window.width, { ndvi, ageDays }),
    );
  }
  return { ndvi, ageDays };
}

async function copyTile(image: TiffImage, part: TilePart, age: number, width: number, out: NdviPixels): Promise<void> {
  const { scale = 1, offset = 0 } = image.bandInfo[0] ?? {};
  const last = image.dataType === 'uint8' ? LAST_8_BIT_VALUE : Number.POSITIVE_INFINITY;
  const none = image.nodata ?? Number.NaN; // nothing equals NaN
  const { ndvi, ageDays } = out;
  await visitRows(image, part.inTile, {}, (stored, from, stride, row, column, count) => {
    const target = (part.row + row) * width + part.column + column;
    for (let i = 0; i < count; i++) {
      const raw = stored[from + i * stride] as number;
      const value = raw * scale + offset;
      // Also false for NaN; what lies outside ±1 is no NDVI but a fill value that the file does not declare.
      if (raw === none || raw > last || !(value >= -1 && value <= 1)) continue;
      ndvi[target + i] = value;
      ageDays[target + i] = age;
    }
  });
}
