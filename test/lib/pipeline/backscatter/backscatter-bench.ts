import { tileCorner, tileName } from '../../../../lib/grid/tile-name.ts';
import type { BackscatterRequest } from '../../../../lib/pipeline/backscatter/backscatter-request.ts';
import { encodeCog } from '../../../../lib/raster/encode-cog.ts';
import type { TileSet } from '../../../../lib/raster/tile-set.ts';
import type { Annotation } from '../../../../lib/sentinel1/annotation.ts';
import type { SceneFiles } from '../../../../lib/sentinel1/scene-files.ts';
import { demTile, tileSetOf } from '../../dem/dem-tiles.ts';
import { noiseXml, PATHS_OF_PRODUCT as P, safeProduct } from '../../sentinel1/safe-product.ts';
import { PATHS, syntheticAnnotation } from '../../sentinel1/synthetic-orbit.ts';
import { tiffBytes } from '../../sentinel1/tiff-bytes.ts';

export const HEIGHT_M = 200;
export const SAMPLES = 400;
export const LINES = 420;
export const DN = 250;
/** DN² of thermal noise. */
export const NOISE = 900;
/** Amplitudes of the calibration, the same all over the image. */
export const AMPLITUDES = { sigma0: 600, gamma0: 520, beta0: 474 } as const;
export const CODES = [30, 40, 50] as const;
/** Columns and rows of the 100-m grid alternate between the classes. */
export const codeAt = (column: number, row: number) => CODES[(column + 2 * row) % 3] as number;

export const annotation: Annotation = syntheticAnnotation(PATHS.ascending, SAMPLES, LINES, HEIGHT_M);
const { longitudeDeg, latitudeDeg } = annotation.geolocationGrid;
/** All tiles that the scene can need. */
export const TILES = [...new Set(Array.from(longitudeDeg, (lon, i) => nameAt(lon, latitudeDeg[i] ?? 0)))];

function nameAt(lon: number, lat: number): string {
  return tileName({ lat: Math.floor(lat), lon: Math.floor(lon) });
}

function calibrationXml(): string {
  const pixel = `0 ${SAMPLES - 1}`;
  const lut = (name: string, a: number) => `<${name} count="2">${a} ${a}</${name}>`;
  const { sigma0, gamma0, beta0 } = AMPLITUDES;
  const tables = lut('sigmaNought', sigma0) + lut('betaNought', beta0) + lut('gamma', gamma0);
  const vectors = [0, LINES + 100].map(
    (line) => `<calibrationVector><line>${line}</line><pixel count="2">${pixel}</pixel>${tables}</calibrationVector>`,
  );
  return `<calibration><calibrationVectorList count="2">${vectors.join('')}</calibrationVectorList></calibration>`;
}

/** An image of one DN everywhere, with 5 columns without data on the left. */
export function flatImage(dn = DN): Uint16Array {
  return Uint16Array.from({ length: SAMPLES * LINES }, (_, i) => (i % SAMPLES < 5 ? 0 : dn));
}

export function flatProduct(changes: Parameters<typeof safeProduct>[2] = {}, product?: string): SceneFiles {
  const files = {
    [P.calibration]: calibrationXml(),
    [P.noise]: noiseXml(annotation, NOISE, [{ firstSample: 0, lastSample: SAMPLES - 1, factor: 1 }]),
    ...changes,
  };
  return safeProduct(annotation, tiffBytes(flatImage(), SAMPLES, LINES), files, product);
}

/** Tiles by name, to be spoilt or put on a disk. */
export async function flatDemTiles(heightM = HEIGHT_M): Promise<Record<string, Uint8Array>> {
  const tiles: Record<string, Uint8Array> = {};
  for (const tile of TILES) tiles[tile] = await demTile(tile, 100, () => heightM);
  return tiles;
}

export async function landcoverTiles(): Promise<Record<string, Uint8Array>> {
  const tiles: Record<string, Uint8Array> = {};
  for (const tile of TILES) {
    const corner = tileCorner(tile);
    if (!corner) throw new Error(tile);
    const [column, row] = [(corner.lon + 180) * 1008, (89 - corner.lat) * 1008];
    const data = Uint8Array.from({ length: 1008 * 1008 }, (_, i) =>
      codeAt(column + (i % 1008), row + Math.floor(i / 1008)),
    );
    tiles[tile] = await encodeCog({
      width: 1008,
      height: 1008,
      dataType: 'uint8',
      bands: [{ data, description: 'class' }],
      transform: [corner.lon, 1 / 1008, 0, corner.lat + 1, 0, -1 / 1008],
      nodata: 255,
      overviews: 'nearest',
    });
  }
  return tiles;
}

export const setOf: (tiles: Readonly<Record<string, Uint8Array>>) => TileSet = tileSetOf;

export const PLAIN: BackscatterRequest = { quantity: 'sigma0', codeVersion: '1.2.3' };
