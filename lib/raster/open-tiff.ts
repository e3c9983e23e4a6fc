import { GeoTIFF } from 'geotiff';
import { DirectorySource, type GeoTiffSource } from './directory-source.ts';
import { parseGdalMetadata } from './gdal-metadata.ts';
import { InvalidTiffError } from './invalid-tiff.error.ts';
import { overviewResamplingOf } from './overview-resampling.ts';
import { type RangeSource, TruncatedSourceError } from './range-source.ts';
import { readGeoreference } from './read-georeference.ts';
import { type LevelTags, readLevel } from './read-level.ts';
import { TagDirectory } from './tag-directory.ts';
import type { TiffImage, TiffLevel } from './tiff-image.ts';

/** More directories than any pyramid has; further ones are pages of other images. */
const MAX_DIRECTORIES = 64;
/** NewSubfileType (tag 254). */
const REDUCED_RESOLUTION = 1;
const TRANSPARENCY_MASK = 4;

/**
 * Reads the directories of a TIFF, BigTIFF or COG: usually one read of 64 KiB. Pixels are read by
 * `readWindow`, or by `decodeBlock` from the ranges of a level's blocks.
 *
 * Tags are read by `geotiff`; pixels are not, since its block decoders are 5 to 25 times slower than `node:zlib`.
 *
 * @throws InvalidTiffError if the file is no TIFF, is cut off within its directories, or of a kind not supported;
 *   what the source throws for other reasons passes unchanged
 */
export async function openTiff(source: RangeSource): Promise<TiffImage> {
  if (source.size < 8) throw new InvalidTiffError(source.name, `no TIFF: the file has ${source.size} bytes`);
  const directorySource = new DirectorySource(source);
  try {
    return await readImage(source, directorySource);
  } catch (error) {
    if (directorySource.failure !== undefined) throw directorySource.failure;
    if (error instanceof InvalidTiffError) throw error;
    if (error instanceof TruncatedSourceError) {
      const what = `the file is cut off: its directories reach beyond its ${source.size} bytes`;
      throw new InvalidTiffError(source.name, what, { cause: error });
    }
    const detail = (error instanceof Error ? error.message : String(error)).replace(/\.$/, '');
    throw new InvalidTiffError(source.name, `no readable TIFF (${detail})`, { cause: error });
  }
}

async function readImage(source: RangeSource, directorySource: DirectorySource): Promise<TiffImage> {
  const tiff = await GeoTIFF.fromSource(directorySource satisfies GeoTiffSource);
  const directories = await readDirectories(source, tiff);
  const [first, ...others] = directories;
  if (!first) throw new InvalidTiffError(source.name, 'no image: the TIFF has no directory');
  const main = await readLevel(source.name, first, tiff.littleEndian);
  const overviews: TiffLevel[] = [];
  const overviewMetadata: (string | undefined)[] = [];
  for (const tags of others) {
    const kind = (await tags.number(254)) ?? 0;
    if ((kind & REDUCED_RESOLUTION) === 0 || (kind & TRANSPARENCY_MASK) !== 0) continue;
    const overview = await readLevel(source.name, tags, tiff.littleEndian);
    if (!belongsTo(main, overview)) continue;
    overviews.push(overview.level);
    overviewMetadata.push(await tags.text(42112));
  }
  overviews.sort((a, b) => b.width - a.width);
  const metadata = parseGdalMetadata(await first.text(42112), main.bands);
  return {
    source,
    bigTiff: tiff.bigTiff,
    bands: main.bands,
    planar: main.planar,
    dataType: main.level.layout.dataType,
    nodata: main.level.nodata,
    ...(await readGeoreference(first)),
    bandInfo: metadata.bands,
    metadata: metadata.dataset,
    overviewResampling: overviewResamplingOf(metadata.dataset, overviewMetadata),
    levels: [main.level, ...overviews],
  };
}

/** Follows the chain of directories; a chain that closes on itself is a damaged file. */
async function readDirectories(source: RangeSource, tiff: GeoTIFF): Promise<TagDirectory[]> {
  const directories: TagDirectory[] = [];
  const seen = new Set<number>();
  let offset = tiff.firstIFDOffset;
  while (offset !== 0 && directories.length < MAX_DIRECTORIES) {
    if (seen.has(offset)) throw new InvalidTiffError(source.name, `directories form a circle at byte ${offset}`);
    seen.add(offset);
    const directory = await tiff.requestIFD(directories.length);
    directories.push(new TagDirectory(source, directory, tiff.littleEndian, offset));
    offset = directory.nextIFDByteOffset;
  }
  return directories;
}

function belongsTo(main: LevelTags, overview: LevelTags): boolean {
  return (
    overview.bands === main.bands &&
    overview.planar === main.planar &&
    overview.level.layout.dataType === main.level.layout.dataType &&
    overview.level.width < main.level.width
  );
}
