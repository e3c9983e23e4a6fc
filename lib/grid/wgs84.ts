/** WGS84 ellipsoid, lengths in metres (NIMA TR8350.2). */
export const WGS84 = {
  a: 6378137,
  b: 6356752.314245,
  /** First eccentricity squared. */
  e2: 1 - (6356752.314245 * 6356752.314245) / (6378137 * 6378137),
} as const;

export const RADIANS_PER_DEGREE = Math.PI / 180;

/** Writes the ECEF position (m) of a geodetic point (degrees, ellipsoidal height in m) to `out[at..at+2]`. */
export function writeEcef(lonDeg: number, latDeg: number, heightM: number, out: Float64Array, at = 0): void {
  const lat = latDeg * RADIANS_PER_DEGREE;
  const lon = lonDeg * RADIANS_PER_DEGREE;
  const sinLat = Math.sin(lat);
  const cosLat = Math.cos(lat);
  const n = WGS84.a / Math.sqrt(1 - WGS84.e2 * sinLat * sinLat);
  out[at] = (n + heightM) * cosLat * Math.cos(lon);
  out[at + 1] = (n + heightM) * cosLat * Math.sin(lon);
  out[at + 2] = (n * (1 - WGS84.e2) + heightM) * sinLat;
}
