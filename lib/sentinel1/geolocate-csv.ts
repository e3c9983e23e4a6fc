import type { Annotation } from './annotation.ts';
import { createGeolocator } from './geolocate.ts';
import { InvalidPointError } from './invalid-point.error.ts';
import type { ImagePoint } from './range-doppler.ts';
import { splitLines } from './split-lines.ts';
import { createUtcFormatter } from './utc-formatter.ts';

export const GEOLOCATION_HEADER = 'line,pixel,incidence,slant_range_m,azimuth_time';
/** Of a point that the scene does not see. */
const UNSEEN = ',,,,\n';

/** Longer than any three numbers that somebody writes. */
const MAX_LINE_LENGTH = 1000;
const NUMBER = String.raw`\s*([-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?)\s*`;
const POINT = new RegExp(`^${NUMBER},${NUMBER},${NUMBER}$`);
/** Names in this order; in another one they are no header but a mistake to be told. */
const HEADER = /^\s*"?lon[^,]*,\s*"?lat[^,]*,[^,]*[a-z][^,]*$/i;

/** Of the Earth's surface with room to spare: what lies outside is a fill value or a column of something else. */
const LOWEST_M = -1000;
const HIGHEST_M = 20_000;

/**
 * Where ground points lie in a scene, CSV in and CSV out: from lines `lon,lat,height` (degrees, ellipsoidal height in
 * m; a header and blank lines are allowed) to rows of {@link GEOLOCATION_HEADER}, one for each point in its order. Line
 * and pixel are counted from 0 at the first sample's centre and run on beyond the image; incidence is in degrees
 * against the ellipsoid's normal; the time is UTC. A point that the scene does not see is a row of empty fields.
 * Yields text for each piece that came in, so memory does not grow with the number of points.
 *
 * @throws InvalidPointError naming the line
 */
export async function* geolocateCsv(
  pieces: AsyncIterable<string> | Iterable<string>,
  annotation: Annotation,
): AsyncGenerator<string> {
  const locate = createGeolocator({ annotation });
  const formatUtc = createUtcFormatter(annotation.firstLineTimeUs);
  const nan = Number.NaN;
  const out = { line: nan, sample: nan, azimuthTimeS: nan, slantRangeM: nan, incidenceDeg: nan };
  yield `${GEOLOCATION_HEADER}\n`;
  let lineNumber = 0;
  let mayBeHeader = true;
  for await (const lines of splitLines(pieces, MAX_LINE_LENGTH)) {
    let rows = '';
    try {
      for (const line of lines) {
        lineNumber++;
        if (line.trim() === '') continue;
        if (mayBeHeader) {
          mayBeHeader = false;
          if (HEADER.test(line)) continue;
        }
        const match = POINT.exec(line);
        if (!match) throw new InvalidPointError(lineNumber, line, 'three numbers are needed: lon,lat,height');
        const lonDeg = Number(match[1]);
        const latDeg = Number(match[2]);
        const heightM = Number(match[3]);
        requireOnEarth(lonDeg, latDeg, heightM, lineNumber, line);
        rows += locate(lonDeg, latDeg, heightM, out) ? `${rowOf(out)},${formatUtc(out.azimuthTimeS)}\n` : UNSEEN;
      }
    } catch (error) {
      if (rows !== '') yield rows;
      throw error;
    }
    if (rows !== '') yield rows;
  }
}

/** Digits for a thousandth of the geometry's own accuracy. */
function rowOf({ line, sample, incidenceDeg, slantRangeM }: ImagePoint): string {
  return `${line.toFixed(4)},${sample.toFixed(4)},${incidenceDeg.toFixed(6)},${slantRangeM.toFixed(4)}`;
}

function requireOnEarth(lonDeg: number, latDeg: number, heightM: number, lineNumber: number, line: string): void {
  const wrong = (what: string) => new InvalidPointError(lineNumber, line, what);
  // Written so that infinities are refused too.
  if (!(Math.abs(lonDeg) <= 360)) throw wrong(`longitude ${lonDeg} is not in -360 to 360 degrees`);
  if (!(Math.abs(latDeg) <= 90)) throw wrong(`latitude ${latDeg} is not in -90 to 90 degrees`);
  if (!(heightM >= LOWEST_M && heightM <= HIGHEST_M)) {
    throw wrong(`height ${heightM} is not in ${LOWEST_M} to ${HIGHEST_M} m`);
  }
}
