import type { BoundingBox } from '../grid/grid-window.ts';
import type { Annotation } from '../sentinel1/annotation.ts';
import type { ImagePart } from './cut-acquisition.ts';
import { locateGrid } from './image-nodes.ts';
import { flatSurface } from './look-geometry.ts';

/** West, south, east, north of an image or a part of it at sea level; east goes on past 180° where it must. */
export function boxOfImage(annotation: Annotation, part?: ImagePart, middleLonDeg?: number): BoundingBox {
  const { firstLine, lines, firstSample, samples } = part ?? { firstLine: 0, firstSample: 0, ...annotation };
  const edges = (first: number, size: number): Float64Array =>
    Float64Array.of(first, first + (size - 1) / 2, first + size - 1);
  const seaLevel = flatSurface(0, middleLonDeg ?? (annotation.geolocationGrid.longitudeDeg[0] as number));
  const { lonDeg, latDeg } = locateGrid(annotation, seaLevel, edges(firstLine, lines), edges(firstSample, samples));
  const west = Math.min(...lonDeg);
  const turn = west < -180 ? 360 : 0;
  return [west + turn, Math.min(...latDeg), Math.max(...lonDeg) + turn, Math.max(...latDeg)];
}
