import { InvalidTiffError } from './invalid-tiff.error.ts';
import { openTiff } from './open-tiff.ts';
import { type RangeSource, sourceOfBytes } from './range-source.ts';
import type { TiffImage, TiffLevel } from './tiff-image.ts';

const GHOST_START = 'GDAL_STRUCTURAL_METADATA_SIZE=';
/** Larger images must be tiled and have overviews (rules of `rio cogeo` and GDAL's validator). */
const MAX_UNTILED_SIDE = 512;

/**
 * What keeps a file from being a cloud-optimised GeoTIFF as this project writes them: one sentence per problem, none
 * if it is sound. Checks the order of directories and data, the pyramid and, for files that promise them in GDAL's
 * ghost area, the leader and trailer of every tile; it does not decode pixels.
 */
export async function checkCogStructure(file: RangeSource | Uint8Array): Promise<string[]> {
  const source = file instanceof Uint8Array ? sourceOfBytes('file', file) : file;
  try {
    const image = await openTiff(source);
    const ghost = await readGhost(image);
    return [
      ...(ghost.length === 0 ? ['GDAL ghost area is missing'] : []),
      ...checkPyramid(image),
      ...checkDirectoryOrder(image, ghost.length),
      ...(await checkTileOrder(image, ghost)),
    ];
  } catch (error) {
    if (error instanceof InvalidTiffError) return [error.message];
    throw error;
  }
}

async function readGhost(image: TiffImage): Promise<string> {
  const start = image.bigTiff ? 16 : 8;
  const available = Math.min(512, image.source.size - start);
  const text = new TextDecoder('latin1').decode(await image.source.read(start, available));
  const match = new RegExp(`^${GHOST_START}(\\d{6}) bytes\n`).exec(text);
  return match ? text.slice(0, match[0].length + Number(match[1])) : '';
}

function checkPyramid({ levels }: TiffImage): string[] {
  const problems: string[] = [];
  const [full, ...overviews] = levels;
  const side = Math.max(full.width, full.height);
  if (side > MAX_UNTILED_SIDE && !full.tiled) problems.push(`the image of ${full.width} × ${full.height} is not tiled`);
  if (side > MAX_UNTILED_SIDE && overviews.length === 0) problems.push('overviews are missing');
  overviews.forEach((level, i) => {
    const finer = levels[i] as TiffLevel;
    const halves = [finer.width / 2, finer.height / 2] as const;
    const fits = (value: number, half: number) => value === Math.ceil(half) || value === Math.floor(half);
    if (!fits(level.width, halves[0]) || !fits(level.height, halves[1])) {
      problems.push(
        `overview ${i + 1} is ${level.width} × ${level.height}, not half of ${finer.width} × ${finer.height}`,
      );
    }
    if (!Object.is(level.nodata, full.nodata)) problems.push(`overview ${i + 1} has nodata ${level.nodata}`);
  });
  return problems;
}

function checkDirectoryOrder({ levels, bigTiff }: TiffImage, ghostBytes: number): string[] {
  const problems: string[] = [];
  const expected = (bigTiff ? 16 : 8) + ghostBytes;
  const first = levels[0].directoryOffset;
  if (first < expected || first > expected + 8)
    problems.push(`the first directory is at byte ${first}, not ${expected}`);
  for (let i = 1; i < levels.length; i++) {
    const [finer, coarser] = [levels[i - 1] as TiffLevel, levels[i] as TiffLevel];
    if (coarser.directoryOffset <= finer.directoryOffset)
      problems.push(`directory ${i} lies before directory ${i - 1}`);
  }
  return problems;
}

/** Data lie behind all directories, coarsest overview first, tiles in order and whole, framed as promised. */
async function checkTileOrder({ levels, source }: TiffImage, ghost: string): Promise<string[]> {
  const problems: string[] = [];
  const framed = ghost.includes('BLOCK_LEADER=SIZE_AS_UINT4') && ghost.includes('BLOCK_TRAILER=LAST_4_BYTES_REPEATED');
  let end = Math.max(...levels.map((level) => level.directoryOffset));
  for (let i = levels.length - 1; i >= 0; i--) {
    const level = levels[i] as TiffLevel;
    const [offsets, byteCounts] = await Promise.all([level.blockOffsets(), level.blockByteCounts()]);
    for (let t = 0; t < offsets.length; t++) {
      const offset = offsets[t] as number;
      const byteCount = byteCounts[t] as number;
      if (offset === 0 && byteCount === 0) continue; // sparse
      const where = `level ${i}, tile ${t}`;
      if (offset < end) problems.push(`${where} at byte ${offset} lies before what must precede it (${end})`);
      if (offset + byteCount > source.size) problems.push(`${where} runs past the end of the file`);
      else if (framed && !(await isFramed(source, offset, byteCount)))
        problems.push(`${where} has no leader or trailer`);
      end = Math.max(end, offset + byteCount);
    }
  }
  return problems;
}

/** u32 size before the tile, its last four bytes again after it. */
async function isFramed(source: RangeSource, offset: number, byteCount: number): Promise<boolean> {
  if (byteCount < 4 || offset < 4 || offset + byteCount + 4 > source.size) return false;
  const [leader, trailer] = await Promise.all([source.read(offset - 4, 4), source.read(offset + byteCount - 4, 8)]);
  const size = new DataView(leader.buffer, leader.byteOffset, 4).getUint32(0, true);
  return size === byteCount && trailer.subarray(0, 4).every((byte, i) => byte === trailer[4 + i]);
}
