import { InputError } from '../../errors/input.error.ts';
import type { GridWindow } from '../../grid/grid-window.ts';
import { tileName, tilesOfWindow } from '../../grid/tile-name.ts';
import { classMask } from '../../landcover/class-mask.ts';
import { readLandcover } from '../../landcover/read-landcover.ts';
import type { BackscatterRequest } from './backscatter-request.ts';

/**
 * 1 for each 100-m pixel that is wanted: of the classes asked for, or all of them.
 *
 * @throws InputError `no-landcover` without any tile, `no-land` without any pixel of the classes
 */
export async function wantedPixels(
  cover: BackscatterRequest['cover'],
  pixels: GridWindow,
  product: string,
): Promise<{ mask: Uint8Array; absent: readonly string[] }> {
  if (!cover) return { mask: new Uint8Array(pixels.width * pixels.height).fill(1), absent: [] };
  const { classes, absent } = await readLandcover(cover.landcover, pixels);
  const tiles = tilesOfWindow(pixels).map(tileName);
  if (absent.length === tiles.length) {
    throw new InputError(
      'no-landcover',
      cover.landcover.name,
      `there is no land cover for ${tiles.join(', ')}`,
      'Put LC100 tiles there, or ask for all classes.',
    );
  }
  const mask = classMask(classes, (code) => cover.classes.includes(code));
  if (mask.includes(1)) return { mask, absent };
  throw new InputError(
    'no-land',
    product,
    `no pixel of the classes ${cover.classes.join(', ')} lies in the raster, says the land cover of ${cover.landcover.name}`,
    'Ask for other classes, or for all.',
  );
}
