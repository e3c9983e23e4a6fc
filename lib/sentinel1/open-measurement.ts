import { InputError } from '../errors/input.error.ts';
import { openTiff } from '../raster/open-tiff.ts';
import type { RangeSource } from '../raster/range-source.ts';
import { rejectInvalidTiff } from '../raster/reject-invalid-tiff.ts';
import type { TiffImage } from '../raster/tiff-image.ts';
import type { Annotation } from './annotation.ts';
import { blockIndexFault } from './block-index-fault.ts';

const REMEDY = 'Download the product again.';

/**
 * Opens the image and proves that it can be the one that the annotation describes, and that it is all there: one
 * band of uint16, the same size, a block index that can be true. Throws InputError('invalid-measurement').
 */
export async function openMeasurement(source: RangeSource, annotation: Annotation): Promise<TiffImage> {
  if (source.size === 0) throw new InputError('invalid-measurement', source.name, 'the file is empty', REMEDY);
  return rejectInvalidTiff('invalid-measurement', REMEDY, async () => {
    const image = await openTiff(source);
    await check(image, annotation);
    return image;
  });
}

async function check(image: TiffImage, annotation: Annotation): Promise<void> {
  const fail = (what: string) => new InputError('invalid-measurement', image.source.name, what, REMEDY);
  const [level] = image.levels;
  if (image.bands !== 1 || image.dataType !== 'uint16') {
    throw fail(`the image has ${image.bands} bands of ${image.dataType}, not one of uint16`);
  }
  const { samples, lines } = annotation;
  if (level.width !== samples || level.height !== lines) {
    throw fail(`the image has ${level.width} × ${level.height} pixels, but its annotation says ${samples} × ${lines}`);
  }
  const offsets = await level.blockOffsets();
  const counts = await level.blockByteCounts();
  const fault = blockIndexFault(level, offsets, counts, image.source.size);
  if (fault !== undefined) throw fail(fault);
}
