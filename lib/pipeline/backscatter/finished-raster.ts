import { checkCogStructure } from '../../raster/check-cog.ts';
import { openTiff } from '../../raster/open-tiff.ts';
import type { RangeSource } from '../../raster/range-source.ts';
import { INPUTS_ITEM } from './backscatter-cog-spec.ts';

/** Whether a file is the whole raster of just these inputs; a damaged file, or one of another kind, is not. */
export async function isFinishedRaster(source: RangeSource, inputsSha256: string): Promise<boolean> {
  if ((await checkCogStructure(source)).length > 0) return false;
  return (await openTiff(source)).metadata[INPUTS_ITEM] === inputsSha256;
}
