import type { GeoTransform } from '../grid/grid-window.ts';
import type { TagDirectory } from './tag-directory.ts';

export interface Georeference {
  readonly transform: GeoTransform | undefined;
  readonly pixelIsPoint: boolean;
  /** Undefined where the file names none; 32767 for a projection that has no code, whatever it is based on. */
  readonly epsg: number | undefined;
}

const GT_RASTER_TYPE = 1025;
const GEOGRAPHIC_TYPE = 2048;
const PROJECTED_TYPE = 3072;
const RASTER_PIXEL_IS_POINT = 2;
const USER_DEFINED = 32767;

/** GeoTIFF 1.1 (OGC 19-008r4), sections 7.1 and 7.4: tie point and scale or matrix, and the keys that name the CRS. */
export async function readGeoreference(tags: TagDirectory): Promise<Georeference> {
  const keys = geoKeys(await tags.numbers(34735));
  const pixelIsPoint = keys.get(GT_RASTER_TYPE) === RASTER_PIXEL_IS_POINT;
  const geographic = keys.get(GEOGRAPHIC_TYPE);
  const epsg = keys.get(PROJECTED_TYPE) || (geographic === USER_DEFINED ? undefined : geographic || undefined);
  const anchor = await readTransform(tags);
  return { transform: anchor && pixelIsPoint ? centreToCorner(anchor) : anchor, pixelIsPoint, epsg };
}

/** Keys whose value stands in the directory itself (location 0). */
function geoKeys(directory: Float64Array | undefined): Map<number, number> {
  const keys = new Map<number, number>();
  if (!directory) return keys;
  for (let i = 4; i + 3 < directory.length; i += 4) {
    if (directory[i + 1] === 0) keys.set(directory[i] as number, directory[i + 3] as number);
  }
  return keys;
}

async function readTransform(tags: TagDirectory): Promise<GeoTransform | undefined> {
  const scale = await tags.numbers(33550);
  const tie = await tags.numbers(33922);
  if (scale && scale.length >= 2 && tie && tie.length === 6) {
    const [i, j, , x, y] = tie as unknown as [number, number, number, number, number, number];
    const [sx, sy] = scale as unknown as [number, number];
    return [x - i * sx, sx, 0, y + j * sy, 0, -sy];
  }
  const m = await tags.numbers(34264);
  if (!m || m.length < 16) return undefined;
  const [a, b, , d, e, f, , h] = m as unknown as [number, number, number, number, number, number, number, number];
  return [d, a, b, h, e, f];
}

function centreToCorner([x, dx, rx, y, ry, dy]: GeoTransform): GeoTransform {
  return [x - (dx + rx) / 2, dx, rx, y - (ry + dy) / 2, ry, dy];
}
