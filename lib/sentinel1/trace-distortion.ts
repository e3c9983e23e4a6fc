import { heightRange } from '../dem/height-range.ts';
import type { GridWindow } from '../grid/grid-window.ts';
import { metresPerDegree } from '../grid/metres-per-degree.ts';
import type { Annotation } from './annotation.ts';
import { cosLocalIncidence } from './local-incidence.ts';
import { createLookDirections } from './look-directions.ts';

export interface DistortionTracer {
  /** Looks at a 100-m pixel whose terrain rises by these metres per metre, and at what it does to others. */
  trace(column: number, row: number, riseEast: number, riseNorth: number): void;
}

/**
 * Layover and shadow that a steep pixel causes, each pixel a plane through the middle of its corners.
 *
 * Along the ground, away from the sensor, slant range grows by sin θ − s cos θ per metre, with θ the incidence and s the
 * slope in that direction. Where s > tan θ it shrinks (layover): the image holds the slope upside down, on top of
 * the ground before and behind it that lies at the same ranges. Where the local incidence reaches 90° the slope sees
 * no sensor (shadow), and the ground behind it neither, down to the ray that grazes it. Ground before, behind and in
 * the shade is looked for along the range direction, which is that of one image line within a few metres.
 * θ is kept over these few kilometres: an error of some 5 m in range, a tenth of a pixel.
 *
 * @param mark is called for every pixel that is distorted, for some more than once
 */
export function createDistortionTracer(
  annotation: Annotation,
  window100m: GridWindow,
  cornerHeightsM: Float32Array,
  mark: (pixel: number) => void,
): DistortionTracer {
  const { perDegree, row: firstRow, width, height } = window100m;
  const corners = width + 1;
  const [lowM, highM] = heightRange(cornerHeightsM);
  const directions = createLookDirections(annotation, window100m, (lowM + highM) / 2);
  const look = new Float64Array(3);

  /** Bilinear between corners; x and y lie within the window. */
  function heightAt(x: number, y: number): number {
    const c = Math.min(x | 0, width - 1);
    const r = Math.min(y | 0, height - 1);
    const at = r * corners + c;
    const e = x - c;
    const s = y - r;
    const north = (cornerHeightsM[at] as number) * (1 - e) + (cornerHeightsM[at + 1] as number) * e;
    const south = (cornerHeightsM[at + corners] as number) * (1 - e) + (cornerHeightsM[at + corners + 1] as number) * e;
    return north * (1 - s) + south * s;
  }

  const isInside = (x: number, y: number) => x >= 0 && y >= 0 && x < width && y < height;

  return {
    trace(column, row, riseEast, riseNorth) {
      const x0 = column + 0.5;
      const y0 = row + 0.5;
      directions.at(x0, y0, look);
      const cos = look[2] as number;
      const sin = Math.sqrt(1 - cos * cos);
      const awayEast = -(look[0] as number) / sin;
      const awayNorth = -(look[1] as number) / sin;
      const rise = riseEast * awayEast + riseNorth * awayNorth;
      const isLayover = rise * cos > sin;
      const isShadow = cosLocalIncidence(riseEast, riseNorth, look) <= 0;
      if (!isLayover && !isShadow) return;
      mark(row * width + column);

      const metres = metresPerDegree(90 - (firstRow + y0) / perDegree);
      const pixelEast = metres.east / perDegree;
      const pixelNorth = metres.north / perDegree;
      // A step goes to the next column or the next row of pixels, whichever the direction crosses more often.
      const step = Math.min(pixelEast / Math.abs(awayEast), pixelNorth / Math.abs(awayNorth));
      const dx = (awayEast * step) / pixelEast;
      const dy = (-awayNorth * step) / pixelNorth;
      const h0 = heightAt(x0, y0);

      if (isLayover) {
        // Slant ranges of this pixel, from its middle: those of its far edge to those of its near edge.
        const half = (step / 2) * (rise * cos - sin);
        for (let way = 1; way >= -1; way -= 2) {
          // No ground is higher or lower: beyond some distance none is at these ranges.
          const extreme = cos * ((way > 0 ? highM : lowM) - h0);
          for (let k = way; (sin * step * k - extreme) * way <= half; k += way) {
            const x = x0 + k * dx;
            const y = y0 + k * dy;
            if (!isInside(x, y)) break;
            if (Math.abs(sin * step * k - cos * (heightAt(x, y) - h0)) <= half) mark((y | 0) * width + (x | 0));
          }
        }
      }
      if (isShadow) {
        // The ray that grazes the near edge, down to the ground that it meets.
        const edgeM = h0 - (rise * step) / 2;
        for (let k = 1; ; k++) {
          const x = x0 + k * dx;
          const y = y0 + k * dy;
          if (!isInside(x, y) || heightAt(x, y) >= edgeM - ((k + 0.5) * step * cos) / sin) break;
          mark((y | 0) * width + (x | 0));
        }
      }
    },
  };
}
