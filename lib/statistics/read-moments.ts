import { readWindow } from '../raster/read-window.ts';
import type { TiffImage } from '../raster/tiff-image.ts';
import { COMPARE_BANDS, COMPARE_MOMENT_BANDS } from './compare-cog-spec.ts';
import { TILE_SIDE } from './map-tiles.ts';
import type { PairMoments } from './pair-moments.ts';
import type { SampleMoments } from './sample-moments.ts';
import { StatisticsTileError } from './statistics-tile.error.ts';
import { STATISTICS_ITEM } from './statistics-tile.ts';
import { SUMMARY_BANDS } from './summary-cog-spec.ts';

/** The moments of a raster written by compareCogSpec. Throws {@link StatisticsTileError} if it is none. */
export async function readPairMoments(image: TiffImage): Promise<PairMoments> {
  checkTile(image, 'compare', COMPARE_BANDS);
  const [n, meanX, meanY, m2X, m2Y, m2D, cXY] = COMPARE_MOMENT_BANDS;
  return {
    n: await momentBand(image, n),
    meanX: await momentBand(image, meanX),
    meanY: await momentBand(image, meanY),
    m2X: await momentBand(image, m2X),
    m2Y: await momentBand(image, m2Y),
    m2D: await momentBand(image, m2D),
    cXY: await momentBand(image, cXY),
  };
}

/** The moments of a raster written by summaryCogSpec. Throws {@link StatisticsTileError} if it is none. */
export async function readSampleMoments(image: TiffImage): Promise<SampleMoments> {
  checkTile(image, 'summary', SUMMARY_BANDS);
  return { n: await momentBand(image, 1), mean: await momentBand(image, 2), m2: await momentBand(image, 4) };
}

function checkTile(image: TiffImage, job: string, bands: number): void {
  const [{ width, height }] = image.levels;
  const found = `${image.metadata[STATISTICS_ITEM]} of ${width} × ${height}, ${image.bands} bands, ${image.dataType}`;
  const wanted = `${job} of ${TILE_SIDE} × ${TILE_SIDE}, ${bands} bands, float64`;
  if (found !== wanted) throw new StatisticsTileError(image.source.name, `it is ${found}, not ${wanted}`);
}

/** One band, numbered from 1 as in GDAL, with 0 for the NaN of cells without a value. */
async function momentBand(image: TiffImage, band: number): Promise<Float64Array> {
  const whole = { column: 0, row: 0, width: TILE_SIDE, height: TILE_SIDE };
  const values = await readWindow(image, whole, { band: band - 1 });
  const moments = new Float64Array(values.length);
  for (let i = 0; i < values.length; i++) {
    const value = values[i] as number;
    if (!Number.isNaN(value)) moments[i] = value;
  }
  return moments;
}
