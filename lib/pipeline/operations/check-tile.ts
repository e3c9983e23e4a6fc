import { readPostings } from '../../dem/read-postings.ts';
import {
  CELLS_PER_DEGREE_1KM,
  CELLS_PER_DEGREE_100M,
  type CellsPerDegree,
  type GridWindow,
} from '../../grid/grid-window.ts';
import { type TileCorner, tileCorner } from '../../grid/tile-name.ts';
import { readLandcover } from '../../landcover/read-landcover.ts';
import { readNdvi } from '../../ndvi/read-ndvi.ts';
import type { RangeSource } from '../../raster/range-source.ts';
import type { TilePlace } from './tile-place.ts';

/**
 * Reads a tile as the retrieval of a scene that covers it would: whole, so that damaged pixels are found as well as a
 * wrong grid.
 *
 * @throws InputError with what is wrong and what to do
 */
export async function checkTile({ kind, tile }: TilePlace, source: RangeSource): Promise<void> {
  const corner = tileCorner(tile);
  if (!corner) throw new RangeError(`${tile} is no tile name`);
  switch (kind) {
    case 'landcover':
      await readLandcover({ name: kind, open: async () => source }, windowOf(corner, CELLS_PER_DEGREE_100M));
      break;
    case 'dem':
      await readPostings(source, corner, [0, 0, 1, 1]);
      break;
    default: {
      const perDegree = kind === 'ndvi/s3' ? CELLS_PER_DEGREE_1KM : CELLS_PER_DEGREE_100M;
      await readNdvi([{ tile, date: '', ageDays: 0, source }], windowOf(corner, perDegree));
    }
  }
}

function windowOf({ lat, lon }: TileCorner, perDegree: CellsPerDegree): GridWindow {
  const column = (lon + 180) * perDegree;
  const row = (89 - lat) * perDegree;
  return { perDegree, column, row, width: perDegree, height: perDegree };
}
