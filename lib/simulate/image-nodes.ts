import type { Annotation } from '../sentinel1/annotation.ts';
import type { GridField } from './grid-field.ts';
import { type GroundPoint, locateOnSurface, orbitOf, slantRanges } from './look-geometry.ts';

/** Distance of the image points that are located exactly, in lines and samples; bilinear in between. */
export const NODE_STEP = 16;

/** Longitudes and latitudes (degrees) of image nodes, row-major. Node (j, i) is line firstLine + 16 j, sample 16 i. */
export interface ImageNodes {
  readonly rows: number;
  readonly columns: number;
  readonly lonDeg: Float64Array;
  readonly latDeg: Float64Array;
  readonly heightM: Float32Array;
}

/** Nodes that enclose all samples of the lines `firstLine` … `firstLine + lines − 1`. */
export function locateNodes(annotation: Annotation, surface: GridField, firstLine: number, lines: number): ImageNodes {
  const rows = Math.ceil(lines / NODE_STEP) + 1;
  const columns = Math.ceil(annotation.samples / NODE_STEP) + 1;
  return locateGrid(
    annotation,
    surface,
    Float64Array.from({ length: rows }, (_, j) => firstLine + j * NODE_STEP),
    Float64Array.from({ length: columns }, (_, i) => i * NODE_STEP),
  );
}

/** Positions of the image points at every combination of the given lines and samples (both ascending). */
export function locateGrid(
  annotation: Annotation,
  surface: GridField,
  line: Float64Array,
  sample: Float64Array,
): ImageNodes {
  const rows = line.length;
  const columns = sample.length;
  const lonDeg = new Float64Array(rows * columns);
  const latDeg = new Float64Array(rows * columns);
  const heightM = new Float32Array(rows * columns);
  const orbit = orbitOf(annotation);
  const state = new Float64Array(9);
  const scratch = new Float64Array(3);
  const groundM = sample.map((pixel) => pixel * annotation.rangePixelSpacingM);
  const point: GroundPoint = { ...nearestGridPoint(annotation, line[0] as number, surface), heightM: 0 };
  for (let j = 0, o = 0; j < rows; j++) {
    const timeS = (line[j] as number) * annotation.azimuthTimeIntervalS;
    orbit.stateAt(timeS, state);
    const ranges = slantRanges(annotation, timeS, groundM);
    if (j > 0) {
      point.lonDeg = lonDeg[o - columns] as number;
      point.latDeg = latDeg[o - columns] as number;
    }
    for (let i = 0; i < columns; i++, o++) {
      if (i > 1) {
        // the step from the last two nodes goes on
        point.lonDeg = 2 * (lonDeg[o - 1] as number) - (lonDeg[o - 2] as number);
        point.latDeg = 2 * (latDeg[o - 1] as number) - (latDeg[o - 2] as number);
      }
      locateOnSurface(state, ranges[i] as number, surface, scratch, point);
      lonDeg[o] = point.lonDeg;
      latDeg[o] = point.latDeg;
      heightM[o] = point.heightM;
    }
  }
  return { rows, columns, lonDeg, latDeg, heightM };
}

/**
 * A start for Newton's method on the sensor's right side: the near-range grid point closest to the line. Its longitude is
 * taken as the surface counts it, which goes on past 180° where annotations begin again at −180°.
 */
function nearestGridPoint(
  { geolocationGrid: points }: Annotation,
  line: number,
  { grid }: GridField,
): { lonDeg: number; latDeg: number } {
  let best = 0;
  for (let k = 0; k < points.line.length; k += points.columns) {
    if (Math.abs((points.line[k] as number) - line) < Math.abs((points.line[best] as number) - line)) best = k;
  }
  const lonDeg = points.longitudeDeg[best] as number;
  const middleDeg = (grid.column + grid.width / 2) / grid.perDegree - 180;
  return { lonDeg: lonDeg + 360 * Math.round((middleDeg - lonDeg) / 360), latDeg: points.latitudeDeg[best] as number };
}
