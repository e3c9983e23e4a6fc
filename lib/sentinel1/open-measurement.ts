import { InputError } from '../errors/input.error.ts';
import { decodedBytes } from '../raster/decode-block.ts';
import { openTiff } from '../raster/open-tiff.ts';
import type { RangeSource } from '../raster/range-source.ts';
import { rejectInvalidTiff } from '../raster/reject-invalid-tiff.ts';
import type { TiffImage } from '../raster/tiff-image.ts';
import type { Annotation } from './annotation.ts';

const REMEDY = 'Download the product again.';
/** What a compressed block may have beyond twice its pixels: LZW of noise has half as much again. */
const MAX_BLOCK_OVERHEAD_BYTES = 4096;

/**
 * Opens the image and proves that it can be the one that the annotation describes, and that it is all there: one
 * band of uint16, the same size, every block within the file. Throws InputError('invalid-measurement').
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
  let end = 0;
  for (let block = 0; block < offsets.length; block++) {
    const count = counts[block] as number;
    const offset = offsets[block] as number;
    if (count === 0 && offset === 0) continue; // a sparse block: DN 0
    const firstRow = Math.floor(block / level.blocksAcross) * level.layout.blockHeight;
    const rows = level.tiled ? level.layout.blockHeight : Math.min(level.layout.blockHeight, lines - firstRow);
    const whole = decodedBytes(level.layout, rows);
    const isCompressed = level.layout.compression !== 1;
    if (count === 0 || (!isCompressed && count < whole)) {
      throw fail(`block ${block} of the image has ${count} bytes, ${isCompressed ? 'some' : whole} are needed`);
    }
    // A band is read as a whole, so that its blocks must not be far larger than what they hold.
    if (isCompressed && count > 2 * decodedBytes(level.layout, level.layout.blockHeight) + MAX_BLOCK_OVERHEAD_BYTES) {
      throw fail(`block ${block} of the image has ${count} bytes for ${whole} bytes of pixels`);
    }
    end = Math.max(end, offset + (isCompressed ? count : whole));
  }
  if (!(end <= image.source.size)) {
    throw fail(`the file is cut off: its pixels reach to byte ${end}, but it has ${image.source.size}`);
  }
}
