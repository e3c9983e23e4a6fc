import { InputError } from '../errors/input.error.ts';
import type { Annotation } from './annotation.ts';
import { createRangeDoppler } from './range-doppler.ts';
import { SPEED_OF_LIGHT } from './speed-of-light.ts';

/** Real products agree within 0.5 line and 4.6 pixels (the worst by IPF 2.36); this is a tenth of a 1-km cell. */
const TOLERANCE_PIXELS = 10;
/**
 * Of a pixel, in slant range in the far range: the grid's slant ranges bound the swath in which polynomials are trusted.
 * Real ones agree within 3 mm.
 */
const SLANT_RANGE_M_PER_PIXEL = 10;
/** Half a cell: the grid was made with another orbit, which for predicted or downlinked ones need not be close. */
const ORBIT_FILE_TOLERANCE_PIXELS = 50;

/**
 * Solves the points of the geolocation grid by orbit, times and polynomials, as everything else will be, and compares:
 * a damaged number in any of these would else shift the map without a word.
 *
 * @param blame whose orbit it is; decides between InputError('invalid-annotation') and InputError('invalid-orbit')
 */
export function requireConsistentGeometry(
  annotation: Annotation,
  where: string,
  blame: 'product' | 'orbit file' = 'product',
): void {
  const { line, pixel, latitudeDeg, longitudeDeg, heightM, slantRangeTimeS } = annotation.geolocationGrid;
  const geometry = createRangeDoppler(annotation);
  const tolerance = blame === 'product' ? TOLERANCE_PIXELS : ORBIT_FILE_TOLERANCE_PIXELS;
  const nan = Number.NaN;
  for (let i = 0; i < line.length; i++) {
    const point = { line: nan, sample: nan, azimuthTimeS: nan, slantRangeM: nan, incidenceDeg: nan };
    geometry.locate(longitudeDeg[i] ?? nan, latitudeDeg[i] ?? nan, heightM[i] ?? nan, point);
    const offLines = Math.abs(point.line - (line[i] ?? nan));
    const offPixels = Math.abs(point.sample - (pixel[i] ?? nan));
    const offM = Math.abs(point.slantRangeM - ((slantRangeTimeS[i] ?? nan) * SPEED_OF_LIGHT) / 2);
    if (offLines <= tolerance && offPixels <= tolerance && offM <= tolerance * SLANT_RANGE_M_PER_PIXEL) continue;
    const off = Number.isFinite(offLines + offPixels + offM)
      ? `its point ${i} is ${offLines.toFixed(1)} lines, ${offPixels.toFixed(1)} pixels and ${offM.toFixed(0)} m in range off`
      : `the satellite passes its point ${i} at no time near its vectors`;
    throw new InputError(
      blame === 'product' ? 'invalid-annotation' : 'invalid-orbit',
      where,
      `the geolocation grid does not fit the orbit: ${off}`,
      `Download the ${blame} again; if it stays so, report it to the data provider.`,
    );
  }
}
