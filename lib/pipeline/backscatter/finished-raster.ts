import { checkCogStructure } from '../../raster/check-cog.ts';
import { openTiff } from '../../raster/open-tiff.ts';
import type { RangeSource } from '../../raster/range-source.ts';
import { INPUTS_ITEM } from './backscatter-cog-spec.ts';
import type { AbsentTiles } from './make-backscatter.ts';

/**
 * What a file says of its absent tiles, if it is the whole raster of just these inputs; undefined for a damaged file, or
 * one of another kind.
 */
export async function finishedRaster(source: RangeSource, inputsSha256: string): Promise<AbsentTiles | undefined> {
  if ((await checkCogStructure(source)).length > 0) return undefined;
  const { metadata } = await openTiff(source);
  if (metadata[INPUTS_ITEM] !== inputsSha256) return undefined;
  const listed = (names: string | undefined) => names?.split(',') ?? [];
  return {
    demAbsent: listed(metadata.DEM_TILES_ABSENT),
    landcoverAbsent: listed(metadata.LANDCOVER_TILES_ABSENT),
  };
}
