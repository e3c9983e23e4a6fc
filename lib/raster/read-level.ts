import { DATA_TYPES, dataTypeOf, isFloat } from './data-type.ts';
import { InvalidTiffError } from './invalid-tiff.error.ts';
import type { TagDirectory } from './tag-directory.ts';
import type { BlockLayout, Compression, Predictor, TiffLevel } from './tiff-image.ts';

const COMPRESSIONS: readonly number[] = [1, 5, 8, 32946, 50000] satisfies Compression[];
/** A compressed block is decoded as a whole; a larger one is a damaged header or of no use for reading by ranges. */
const MAX_COMPRESSED_BLOCK_BYTES = 2 ** 28;
const MAX_SIDE = 2 ** 31;
/** The tag is a SHORT (TIFF 6.0); something is kept for each band. */
const MAX_BANDS = 2 ** 16 - 1;

export interface LevelTags {
  readonly level: TiffLevel;
  readonly bands: number;
  readonly planar: boolean;
}

/**
 * Size, block layout and block index of one image file directory.
 * @throws InvalidTiffError naming the tag and value that cannot be read
 */
export async function readLevel(name: string, tags: TagDirectory, littleEndian: boolean): Promise<LevelTags> {
  const fail = (what: string): never => {
    throw new InvalidTiffError(name, what);
  };
  const positive = async (tag: number, label: string, fallback?: number): Promise<number> => {
    const value = (await tags.number(tag)) ?? fallback;
    if (value === undefined) return fail(`${label} (tag ${tag}) is missing`);
    if (!(Number.isInteger(value) && value >= 1 && value < MAX_SIDE)) return fail(`${label} (tag ${tag}) is ${value}`);
    return value;
  };

  const width = await positive(256, 'ImageWidth');
  const height = await positive(257, 'ImageLength');
  const bands = await positive(277, 'SamplesPerPixel', 1);
  if (bands > MAX_BANDS) return fail(`SamplesPerPixel (tag 277) is ${bands}`);
  const planar = bands > 1 && (await tags.number(284)) === 2;
  const bits = same((await tags.numbers(258)) ?? [1]);
  const format = same((await tags.numbers(339)) ?? [1]);
  const dataType = dataTypeOf(bits ?? 0, format ?? 0);
  if (!dataType) return fail(`samples of ${bits ?? 'mixed'} bits, format ${format ?? 'mixed'}, are not supported`);
  const compression = (await tags.number(259)) ?? 1;
  if (!COMPRESSIONS.includes(compression)) {
    return fail(`compression ${compression} is not supported; none, LZW, deflate and Zstandard are`);
  }
  const predictor = (await tags.number(317)) ?? 1;
  const known = predictor === 1 || predictor === 2 || (predictor === 3 && isFloat(dataType));
  if (compression !== 1 && !known) return fail(`predictor ${predictor} with ${dataType} samples is not supported`);

  const tiled = tags.has(322);
  const blockWidth = tiled ? await positive(322, 'TileWidth') : width;
  // RowsPerStrip defaults to 2^32 − 1: one strip.
  const rowsPerStrip = tiled ? 0 : ((await tags.number(278)) ?? height);
  if (!tiled && rowsPerStrip < 1) return fail(`RowsPerStrip (tag 278) is ${rowsPerStrip}`);
  const blockHeight = tiled ? await positive(323, 'TileLength') : Math.min(rowsPerStrip, height);
  const layout: BlockLayout = {
    blockWidth,
    blockHeight,
    samplesPerBlockPixel: planar ? 1 : bands,
    dataType,
    compression: compression as Compression,
    predictor: (compression === 1 ? 1 : predictor) as Predictor,
    littleEndian,
  };
  const blockBytes = blockWidth * blockHeight * layout.samplesPerBlockPixel * DATA_TYPES[dataType].bytes;
  if (compression !== 1 && blockBytes > MAX_COMPRESSED_BLOCK_BYTES) {
    return fail(`compressed blocks of ${blockWidth} × ${blockHeight} pixels (${blockBytes} bytes) are not supported`);
  }

  const blocksAcross = Math.ceil(width / blockWidth);
  const blocksDown = Math.ceil(height / blockHeight);
  const blocks = blocksAcross * blocksDown * (planar ? bands : 1);
  const index = (tag: number, label: string) => {
    let values: Promise<Float64Array> | undefined;
    return async () => {
      values ??= readIndex(name, tags, tag, label, blocks).catch((error: unknown) => {
        values = undefined; // a read that failed for a passing reason may be tried again
        throw error;
      });
      return values;
    };
  };
  const level: TiffLevel = {
    width,
    height,
    tiled,
    layout,
    blocksAcross,
    blocksDown,
    directoryOffset: tags.offset,
    nodata: parseNodata(await tags.text(42113), dataType === 'float32'),
    blockOffsets: tiled ? index(324, 'TileOffsets') : index(273, 'StripOffsets'),
    blockByteCounts: tiled ? index(325, 'TileByteCounts') : index(279, 'StripByteCounts'),
  };
  return { level, bands, planar };
}

async function readIndex(name: string, tags: TagDirectory, tag: number, label: string, blocks: number) {
  const values = await tags.numbers(tag);
  if (!values) throw new InvalidTiffError(name, `${label} (tag ${tag}) is missing`);
  if (values.length < blocks) {
    throw new InvalidTiffError(name, `${label} (tag ${tag}) has ${values.length} entries for ${blocks} blocks`);
  }
  for (let i = 0; i < blocks; i++) {
    const value = values[i] as number;
    if (!(Number.isSafeInteger(value) && value >= 0)) {
      throw new InvalidTiffError(name, `${label} (tag ${tag}) holds ${value} for block ${i}`);
    }
  }
  return values.length === blocks ? values : values.subarray(0, blocks);
}

/** The one value that all entries share. */
function same(values: ArrayLike<number>): number | undefined {
  for (let i = 1; i < values.length; i++) if (values[i] !== values[0]) return undefined;
  return values[0];
}

/** GDAL_NODATA is text: a decimal number or `nan`. Rounded to the sample type, so that comparing with samples works. */
function parseNodata(text: string | undefined, float32: boolean): number | undefined {
  const trimmed = text?.trim().toLowerCase();
  if (!trimmed) return undefined;
  if (/^[-+]?nan$/.test(trimmed)) return Number.NaN;
  const value = Number(trimmed.replace(/inf(inity)?$/, 'Infinity'));
  if (Number.isNaN(value)) return undefined;
  return float32 ? Math.fround(value) : value;
}
