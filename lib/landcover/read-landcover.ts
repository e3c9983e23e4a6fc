import { InputError } from '../errors/input.error.ts';
import { CELLS_PER_DEGREE_100M, type GridWindow } from '../grid/grid-window.ts';
import { isFloat } from '../raster/data-type.ts';
import { degreeTileFault, type TilePart, tileParts } from '../raster/degree-tile.ts';
import { openTiff } from '../raster/open-tiff.ts';
import type { RangeSource } from '../raster/range-source.ts';
import { visitRows } from '../raster/read-window.ts';
import { rejectInvalidTiff } from '../raster/reject-invalid-tiff.ts';
import type { TileSet } from '../raster/tile-set.ts';
import { LANDCOVER, LC100_CODES } from './landcover-classes.ts';

export interface Landcover {
  /** LC100 codes of the window's 100-m pixels, row-major; {@link LANDCOVER.noData} where there is no tile or value. */
  readonly classes: Uint8Array;
  /** Names of the tiles that were read. */
  readonly tiles: readonly string[];
  /** Names of the tiles that do not exist: usually open sea. */
  readonly absent: readonly string[];
}

const REMEDY = 'Make the tile again from LC100: 1° × 1°, 1008 × 1008 pixels, EPSG:4326, edges on whole degrees.';

/**
 * Land cover of a window of the 100-m grid, put together from 1° tiles.
 * @throws InputError `invalid-landcover` for a tile of another grid, a damaged one, or one that holds no integer codes
 */
export async function readLandcover(tiles: TileSet, window: GridWindow): Promise<Landcover> {
  const classes = new Uint8Array(window.width * window.height).fill(LANDCOVER.noData);
  const read: string[] = [];
  const absent: string[] = [];
  for (const part of tileParts(window)) {
    const source = await tiles.open(part.tile);
    if (!source) {
      absent.push(part.tile);
      continue;
    }
    await rejectInvalidTiff('invalid-landcover', REMEDY, () => copyTile(source, part, window.width, classes));
    read.push(part.tile);
  }
  return { classes, tiles: read, absent };
}

async function copyTile(source: RangeSource, part: TilePart, width: number, classes: Uint8Array): Promise<void> {
  const image = await openTiff(source);
  const fault =
    degreeTileFault(image, part.tile, CELLS_PER_DEGREE_100M) ??
    (isFloat(image.dataType) ? `the tile holds ${image.dataType} samples where integer codes are expected` : undefined);
  if (fault) throw new InputError('invalid-landcover', source.name, fault, REMEDY);
  const meaning = meaningOfCodes(image.nodata);
  await visitRows(image, part.inTile, {}, (codes, from, stride, row, column, count) => {
    const target = (part.row + row) * width + part.column + column;
    for (let i = 0; i < count; i++) {
      const code = codes[from + i * stride] as number;
      const meant = meaning[code] ?? LANDCOVER.noData;
      if (meant === UNKNOWN) throw unknownCode(source.name, code);
      classes[target + i] = meant;
    }
  });
}

function unknownCode(where: string, code: number): InputError {
  return new InputError('invalid-landcover', where, `holds the code ${code}, which LC100 does not have`, REMEDY);
}

/** A value that is no code of any legend here. */
const UNKNOWN = 254;

/** What any value below 256 stands for; all else is none. */
function meaningOfCodes(nodata: number | undefined): Uint8Array {
  return Uint8Array.from({ length: 256 }, (_, code) => {
    if (code === nodata || code === LANDCOVER.noData) return LANDCOVER.noData;
    return LC100_CODES.has(code) ? code : UNKNOWN;
  });
}
