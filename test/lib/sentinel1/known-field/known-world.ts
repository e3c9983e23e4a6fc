/** Waves: amplitude, wave numbers in radians per degree of longitude and latitude, phase. */
type Wave = readonly [amplitude: number, perLon: number, perLat: number, phase: number];

function waves(terms: readonly Wave[]): (lonDeg: number, latDeg: number) => number {
  return (lon, lat) => {
    let sum = 0;
    for (let i = 0; i < terms.length; i++) {
      const [amplitude, perLon, perLat, phase] = terms[i] as Wave;
      sum += amplitude * Math.sin(perLon * lon + perLat * lat + phase);
    }
    return sum;
  };
}

/** Of a wave of that length (km) along a direction (degrees from east), roughly at 45° latitude. */
function wave(amplitude: number, lengthKm: number, directionDeg: number, phase: number): Wave {
  const k = (2 * Math.PI) / lengthKm;
  const direction = (directionDeg * Math.PI) / 180;
  return [amplitude, k * 78.8 * Math.cos(direction), k * 111.2 * Math.sin(direction), phase];
}

const relief = waves([wave(90, 12, 20, 0.3), wave(60, 5, 100, 1.1), wave(40, 4, 150, 2.5)]);
const pattern = waves([wave(0.3, 30, 70, 0.7), wave(0.25, 6, 10, 2), wave(0.15, 0.8, 140, 0.2)]);

/** Hills up to 190 m above and below 300 m: no layover, slopes to 0.2. Ellipsoidal. */
export const heightAt = (lonDeg: number, latDeg: number): number => 300 + relief(lonDeg, latDeg);

/** Linear power, −17 to −7.7 dB, with structure of 0.8 to 30 km. */
export const sigma0At = (lonDeg: number, latDeg: number): number => 0.08 * (1 + pattern(lonDeg, latDeg));

/** Mean of the field over a box, 7 × 7 points. */
export function meanSigma0(westDeg: number, northDeg: number, sideDeg: number): number {
  const n = 7;
  let sum = 0;
  for (let i = 0; i < n; i++) {
    for (let k = 0; k < n; k++) {
      sum += sigma0At(westDeg + ((k + 0.5) * sideDeg) / n, northDeg - ((i + 0.5) * sideDeg) / n);
    }
  }
  return sum / (n * n);
}
