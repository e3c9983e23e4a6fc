import type { GeoTransform } from '../grid/grid-window.ts';
import type { DataType } from './data-type.ts';
import type { RangeSource } from './range-source.ts';

/** TIFF Compression: none, LZW, deflate, old deflate, Zstandard. */
export type Compression = 1 | 5 | 8 | 32946 | 50000;
/** TIFF Predictor: none, horizontal differences, floating point (TIFF 6.0 section 14, Adobe TIFF note 3). */
export type Predictor = 1 | 2 | 3;

/** All that is needed to decode one block (tile or strip): plain data, so that it can be posted to a worker. */
export interface BlockLayout {
  readonly blockWidth: number;
  /** Rows of a full block; the last strip of an image may have fewer. */
  readonly blockHeight: number;
  /** Number of bands when they are interleaved by pixel, else 1. */
  readonly samplesPerBlockPixel: number;
  readonly dataType: DataType;
  readonly compression: Compression;
  readonly predictor: Predictor;
  readonly littleEndian: boolean;
}

/** One image file directory: the full image or an overview of it. */
export interface TiffLevel {
  readonly width: number;
  readonly height: number;
  /** Tiles; otherwise strips as wide as the image. */
  readonly tiled: boolean;
  readonly layout: BlockLayout;
  readonly blocksAcross: number;
  readonly blocksDown: number;
  /** Where the directory lies in the file. */
  readonly directoryOffset: number;
  /** As written in this directory; undefined where there is none. */
  readonly nodata: number | undefined;
  /**
   * One entry per block, row-major; band after band when the image is planar. Read when first asked for and kept.
   * Offset 0 with byte count 0 is a sparse block: nodata, or 0 without one.
   */
  blockOffsets(): Promise<Float64Array>;
  blockByteCounts(): Promise<Float64Array>;
}

/** What GDAL's metadata says about a band. */
export interface BandInfo {
  readonly description: string | undefined;
  readonly unit: string | undefined;
  /** Value = stored · scale + offset; 1 and 0 when the file says nothing. */
  readonly scale: number;
  readonly offset: number;
}

export interface TiffImage {
  readonly source: RangeSource;
  readonly bigTiff: boolean;
  readonly bands: number;
  /** Band after band rather than interleaved by pixel. */
  readonly planar: boolean;
  readonly dataType: DataType;
  readonly nodata: number | undefined;
  /** Of the outer corner, corrected for PixelIsPoint; undefined without one (ground control points only, say). */
  readonly transform: GeoTransform | undefined;
  readonly pixelIsPoint: boolean;
  /** EPSG code of the projected or else geographic reference system. */
  readonly epsg: number | undefined;
  readonly bandInfo: readonly BandInfo[];
  /** Dataset items of GDAL_METADATA. */
  readonly metadata: Readonly<Record<string, string>>;
  /** How the overviews were made, in capitals as GDAL writes it: `AVERAGE`, `NEAREST`, `RMS` …; undefined if unsaid. */
  readonly overviewResampling: string | undefined;
  /** 0 is the full image; then overviews, finer to coarser. */
  readonly levels: readonly [TiffLevel, ...TiffLevel[]];
}
