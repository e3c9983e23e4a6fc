import { RADIANS_PER_DEGREE, WGS84 } from './wgs84.ts';

/** Metres on the WGS84 ellipsoid per degree of longitude and of latitude, at a latitude. */
export function metresPerDegree(latDeg: number): { readonly east: number; readonly north: number } {
  const lat = latDeg * RADIANS_PER_DEGREE;
  const w2 = 1 - WGS84.e2 * Math.sin(lat) ** 2;
  const primeVertical = WGS84.a / Math.sqrt(w2);
  const meridian = (primeVertical * (1 - WGS84.e2)) / w2;
  return { east: primeVertical * Math.cos(lat) * RADIANS_PER_DEGREE, north: meridian * RADIANS_PER_DEGREE };
}
