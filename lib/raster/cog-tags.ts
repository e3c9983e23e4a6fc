import type { CogSpec } from './cog-spec.ts';
import { DATA_TYPES, isFloat } from './data-type.ts';
import { formatGdalMetadata } from './gdal-metadata.ts';
import { numericTag, type TagEntry, textTag } from './tag-entry.ts';

/** Position and size of a level's tiles, in the order of TileOffsets. */
export interface TileIndex {
  readonly offsets: Float64Array;
  readonly byteCounts: Float64Array;
}

/** All tags of one level; those of the whole image stand in the first directory only. */
export function cogTags(
  spec: CogSpec,
  level: { index: number; width: number; height: number; tiles: TileIndex },
  tileSize: number,
  bigTiff: boolean,
): TagEntry[] {
  const bands = spec.bands.length;
  const { bytes, sampleFormat } = DATA_TYPES[spec.dataType];
  const perBand = (value: number) => new Uint16Array(bands).fill(value);
  const tags = [
    numericTag(256, 'long', [level.width]),
    numericTag(257, 'long', [level.height]),
    numericTag(258, 'short', perBand(bytes * 8)),
    numericTag(259, 'short', [8]), // deflate
    numericTag(262, 'short', [1]), // min is black
    numericTag(277, 'short', [bands]),
    numericTag(284, 'short', [bands > 1 ? 2 : 1]), // planar
    numericTag(317, 'short', [isFloat(spec.dataType) ? 3 : 2]),
    numericTag(322, 'short', [tileSize]),
    numericTag(323, 'short', [tileSize]),
    numericTag(324, bigTiff ? 'long8' : 'long', level.tiles.offsets),
    numericTag(325, 'long', level.tiles.byteCounts),
    numericTag(339, 'short', perBand(sampleFormat)),
  ];
  if (level.index > 0) tags.push(numericTag(254, 'long', [1])); // reduced resolution
  if (bands > 1) tags.push(numericTag(338, 'short', new Uint16Array(bands - 1))); // extra samples of no set meaning
  if (spec.nodata !== undefined) tags.push(textTag(42113, nodataText(spec.nodata)));
  if (level.index === 0) tags.push(...georeferenceTags(spec), textTag(42112, metadataText(spec)));
  return tags;
}

function nodataText(nodata: number): string {
  return Number.isNaN(nodata) ? 'nan' : String(nodata);
}

function metadataText(spec: CogSpec): string {
  const resampling = spec.overviews === 'mean' ? 'AVERAGE' : 'NEAREST';
  return formatGdalMetadata({ ...spec.metadata, OVR_RESAMPLING_ALG: resampling }, spec.bands);
}

/** Scale, tie point and the keys of a geographic system in degrees (GeoTIFF 1.1, sections 7.2 to 7.5). */
function georeferenceTags({ transform, epsg = 4326, pixelIsPoint = false }: CogSpec): TagEntry[] {
  const [x0, dx, , y0, , dy] = transform;
  const citation = 'WGS 84|';
  const half = pixelIsPoint ? 0.5 : 0; // the tie point is a pixel's centre then
  const keys = [
    [1024, 0, 1, 2], // GTModelType: geographic
    [1025, 0, 1, pixelIsPoint ? 2 : 1], // GTRasterType: point or area
    [2048, 0, 1, epsg], // GeodeticCRS
    [2049, 34737, citation.length, 0], // its name
    [2054, 0, 1, 9102], // GeogAngularUnits: degree
  ];
  return [
    numericTag(33550, 'double', [dx, -dy, 0]),
    numericTag(33922, 'double', [0, 0, 0, x0 + half * dx, y0 + half * dy, 0]),
    numericTag(34735, 'short', [1, 1, 0, keys.length, ...keys.flat()]),
    textTag(34737, citation),
  ];
}
