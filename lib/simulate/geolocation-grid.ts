import { writeEcef } from '../grid/wgs84.ts';
import type { Annotation, GeolocationGrid } from '../sentinel1/annotation.ts';
import { SPEED_OF_LIGHT } from '../sentinel1/speed-of-light.ts';
import type { GridField } from './grid-field.ts';
import { locateGrid } from './image-nodes.ts';
import { orbitOf, seePoint } from './look-geometry.ts';

const LINES = 10;
const PIXELS = 21;

/** 10 lines × 21 pixels on the surface, regular but for the last step of each direction. */
export function geolocationGridOn(annotation: Annotation, surface: GridField): GeolocationGrid {
  const line = ticks(annotation.lines, LINES);
  const pixel = ticks(annotation.samples, PIXELS);
  const nodes = locateGrid(annotation, surface, line, pixel);
  const count = line.length * pixel.length;
  const of = <T>(value: (k: number) => T): T[] => Array.from({ length: count }, (_, k) => value(k));
  const ecef = new Float64Array(3);
  const orbit = orbitOf(annotation);
  const seen = of((k) => {
    writeEcef(nodes.lonDeg[k] as number, nodes.latDeg[k] as number, nodes.heightM[k] as number, ecef);
    const start = (line[Math.floor(k / pixel.length)] as number) * annotation.azimuthTimeIntervalS;
    return seePoint(orbit.stateAt, nodes.lonDeg[k] as number, nodes.latDeg[k] as number, ecef, start);
  });
  return {
    rows: line.length,
    columns: pixel.length,
    line: Float64Array.from(of((k) => line[Math.floor(k / pixel.length)] as number)),
    pixel: Float64Array.from(of((k) => pixel[k % pixel.length] as number)),
    latitudeDeg: nodes.latDeg,
    longitudeDeg: nodes.lonDeg,
    heightM: Float64Array.from(nodes.heightM),
    azimuthTimeS: Float64Array.from(seen, (point) => point.timeS),
    slantRangeTimeS: Float64Array.from(seen, (point) => (2 * point.slantRangeM) / SPEED_OF_LIGHT),
    incidenceDeg: Float64Array.from(seen, (point) => point.incidenceDeg),
  };
}

/** Whole numbers at regular steps from 0, the last one being `size − 1`. */
function ticks(size: number, count: number): Float64Array {
  const step = Math.max(Math.ceil((size - 1) / (count - 1)), 1);
  const fitting = Math.ceil((size - 1) / step) + 1;
  return Float64Array.from({ length: fitting }, (_, k) => Math.min(k * step, size - 1));
}
