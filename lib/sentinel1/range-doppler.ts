import { RADIANS_PER_DEGREE, WGS84 } from '../grid/wgs84.ts';
import type { Annotation } from './annotation.ts';
import { createOrbit } from './orbit.ts';
import { createSlantToGround } from './slant-to-ground.ts';

/** Newton steps are below a nanosecond (0.01 mm along the orbit) after three or four; more means no solution. */
const MAX_STEPS = 20;
const STEP_TOLERANCE_S = 1e-9;
/** The orbit's end pieces may be continued that far; the error stays below a millimetre for 10-s vectors. */
const MAX_EXTRAPOLATION_S = 2;

/** Where a ground point lies in the image. Units as in {@link RangeDoppler.locate}. */
export interface ImagePoint {
  line: number;
  sample: number;
  azimuthTimeS: number;
  slantRangeM: number;
  incidenceDeg: number;
}

export interface RangeDoppler {
  /**
   * Range-Doppler backward geocoding of one point: zero-Doppler time by Newton's method, line from time, sample from
   * slant range by the product's polynomial (Schubert et al., "Guide to Sentinel-1 Geocoding", UZH-S1-GC-AD).
   * Incidence is the angle at the ground between the line of sight and the ellipsoid's normal.
   *
   * @param out is filled; it also gives the time to start from (`azimuthTimeS`, seconds after the first line), so a
   *   walk over neighbouring points converges in one or two steps
   * @returns false, with `out` all NaN, where no such time exists near the orbit's vectors
   */
  locate(lonDeg: number, latDeg: number, heightM: number, out: ImagePoint): boolean;
}

export function createRangeDoppler(annotation: Annotation): RangeDoppler {
  const orbit = createOrbit(annotation.orbit);
  const groundRange = createSlantToGround(annotation);
  const { azimuthTimeIntervalS, rangePixelSpacingM } = annotation;
  const earliest = orbit.firstTimeS - MAX_EXTRAPOLATION_S;
  const latest = orbit.lastTimeS + MAX_EXTRAPOLATION_S;
  const middle = ((annotation.lines - 1) / 2) * azimuthTimeIntervalS;
  const s = new Float64Array(9);
  return {
    locate(lonDeg, latDeg, heightM, out) {
      const lon = lonDeg * RADIANS_PER_DEGREE;
      const lat = latDeg * RADIANS_PER_DEGREE;
      const sinLat = Math.sin(lat);
      const cosLat = Math.cos(lat);
      const upX = cosLat * Math.cos(lon);
      const upY = cosLat * Math.sin(lon);
      const n = WGS84.a / Math.sqrt(1 - WGS84.e2 * sinLat * sinLat);
      const x = (n + heightM) * upX;
      const y = (n + heightM) * upY;
      const z = (n * (1 - WGS84.e2) + heightM) * sinLat;
      let t = Number.isFinite(out.azimuthTimeS) ? out.azimuthTimeS : middle;
      let dx = 0;
      let dy = 0;
      let dz = 0;
      let converged = false;
      for (let i = 0; i < MAX_STEPS && !converged; i++) {
        orbit.stateAt(t, s);
        dx = x - (s[0] as number);
        dy = y - (s[1] as number);
        dz = z - (s[2] as number);
        const vx = s[3] as number;
        const vy = s[4] as number;
        const vz = s[5] as number;
        // f(t) = (X − P)·V and f′(t) = −V·V + (X − P)·A
        const f = dx * vx + dy * vy + dz * vz;
        const slope =
          dx * (s[6] as number) + dy * (s[7] as number) + dz * (s[8] as number) - (vx * vx + vy * vy + vz * vz);
        const step = f / slope;
        t -= step;
        // Comparisons are written so that NaN ends the search.
        if (!(t >= earliest && t <= latest)) break;
        converged = Math.abs(step) < STEP_TOLERANCE_S;
      }
      if (!converged) {
        out.line = out.sample = out.azimuthTimeS = out.slantRangeM = out.incidenceDeg = Number.NaN;
        return false;
      }
      const range = Math.sqrt(dx * dx + dy * dy + dz * dz);
      const cosIncidence = -(dx * upX + dy * upY + dz * sinLat) / range;
      out.azimuthTimeS = t;
      out.line = t / azimuthTimeIntervalS;
      out.slantRangeM = range;
      out.sample = groundRange(t, range) / rangePixelSpacingM;
      out.incidenceDeg = Math.acos(Math.min(Math.max(cosIncidence, -1), 1)) / RADIANS_PER_DEGREE;
      return true;
    },
  };
}
