import { InputError } from '../errors/input.error.ts';
import { isFloat } from '../raster/data-type.ts';
import { degreeTileFault } from '../raster/degree-tile.ts';
import { openTiff } from '../raster/open-tiff.ts';
import type { RangeSource } from '../raster/range-source.ts';
import { rejectInvalidTiff } from '../raster/reject-invalid-tiff.ts';
import type { TiffImage } from '../raster/tiff-image.ts';

/**
 * Opens a 1° tile of NDVI and proves from its directory alone that it is one.
 * @throws InputError `invalid-ndvi` for a tile of another grid, a damaged one, or integers without a scale
 */
export async function openNdviTile(source: RangeSource, tile: string, perDegree: number): Promise<TiffImage> {
  const todo = ndviTileTodo(perDegree);
  return rejectInvalidTiff('invalid-ndvi', todo, async () => {
    const image = await openTiff(source);
    const fault = degreeTileFault(image, tile, perDegree) ?? codingFault(image);
    if (fault) throw new InputError('invalid-ndvi', source.name, fault, todo);
    return image;
  });
}

/** What to do about a tile that is none. */
export function ndviTileTodo(perDegree: number): string {
  return (
    `Make the tile again: 1° × 1°, ${perDegree} × ${perDegree} pixels, EPSG:4326, edges on whole degrees, ` +
    'NDVI as floating point or as integers with scale and offset.'
  );
}

function codingFault(image: TiffImage): string | undefined {
  if (isFloat(image.dataType)) return undefined;
  const scale = image.bandInfo[0]?.scale ?? 1;
  return scale === 1 ? `the tile holds ${image.dataType} samples without a scale` : undefined;
}
