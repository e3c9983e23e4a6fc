/**
 * Cosine of the local incidence angle: between the direction to the sensor and the normal of terrain that rises by
 * `riseEast` and `riseNorth` (metres per metre). 0 or less: the sensor does not see it.
 *
 * @param look unit vector from the ground to the sensor: east, north, up
 */
export function cosLocalIncidence(riseEast: number, riseNorth: number, look: Float64Array): number {
  const along = (look[2] as number) - riseEast * (look[0] as number) - riseNorth * (look[1] as number);
  return along / Math.sqrt(1 + riseEast * riseEast + riseNorth * riseNorth);
}
