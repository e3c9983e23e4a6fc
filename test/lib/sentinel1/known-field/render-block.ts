import type { Annotation } from '../../../../lib/sentinel1/annotation.ts';
import { type Place, satelliteAt, settle, slantRanges } from './direct-solver.ts';
import type { ImageBlock } from './image-block.ts';
import { heightAt, sigma0At } from './known-world.ts';
import type { NaiveRadiometry } from './naive-radiometry.ts';

/** Lines and samples between solved points; in between, places are bilinear (within 1 m). */
const STEP = 8;

/** A block of the image and the box on the ground that it covers (degrees). */
export interface RenderedBlock extends ImageBlock {
  readonly west: number;
  readonly south: number;
  readonly east: number;
  readonly north: number;
}

/** The image of the known world without speckle: each sample solved to the ground, its σ⁰ turned into DN. */
export function renderBlock(
  annotation: Annotation,
  radiometry: NaiveRadiometry,
  firstLine: number,
  lines: number,
): RenderedBlock {
  const { firstSample, samples } = radiometry;
  const across = Math.ceil((samples - 1) / STEP) + 1;
  const down = Math.ceil((lines - 1) / STEP) + 1;
  const { lon, lat } = solveNodes(annotation, firstLine, firstSample, down, across);
  const dn = new Uint16Array(lines * samples);
  for (let y = 0; y < lines; y++) {
    const a = radiometry.amplitudeRow(firstLine + y);
    const eta = radiometry.noiseRow(firstLine + y);
    const row = Math.min(Math.floor(y / STEP), down - 2);
    const s = y / STEP - row;
    for (let x = 0; x < samples; x++) {
      const column = Math.min(Math.floor(x / STEP), across - 2);
      const e = x / STEP - column;
      const k = row * across + column;
      const power = sigma0At(bilinear(lon, k, across, e, s), bilinear(lat, k, across, e, s));
      dn[y * samples + x] = Math.round(Math.sqrt(power * (a[x] as number) ** 2 + (eta[x] as number)));
    }
  }
  const [west, east] = [Math.min(...lon), Math.max(...lon)];
  const [south, north] = [Math.min(...lat), Math.max(...lat)];
  return { firstLine, firstSample, lines, samples, dn, west, south, east, north };
}

function solveNodes(annotation: Annotation, firstLine: number, firstSample: number, down: number, across: number) {
  const lon = new Float64Array(down * across);
  const lat = new Float64Array(down * across);
  const samples = Array.from({ length: across }, (_, i) => firstSample + i * STEP);
  const place: Place = nearestGridPoint(annotation, firstLine, firstSample);
  for (let row = 0; row < down; row++) {
    const t = (firstLine + row * STEP) * annotation.azimuthTimeIntervalS;
    const satellite = satelliteAt(annotation, t);
    const ranges = slantRanges(annotation, t, samples);
    if (row > 0) Object.assign(place, { lon: lon[(row - 1) * across], lat: lat[(row - 1) * across] });
    for (let column = 0; column < across; column++) {
      settle(satellite, ranges[column] as number, heightAt, place);
      lon[row * across + column] = place.lon;
      lat[row * across + column] = place.lat;
    }
  }
  return { lon, lat };
}

/** Only where to start from: some kilometres away. */
function nearestGridPoint({ geolocationGrid: grid }: Annotation, line: number, sample: number): Place {
  let best = 0;
  let least = Number.POSITIVE_INFINITY;
  for (let i = 0; i < grid.line.length; i++) {
    const distance = Math.hypot((grid.line[i] ?? 0) - line, (grid.pixel[i] ?? 0) - sample);
    if (distance < least) [best, least] = [i, distance];
  }
  return { lon: grid.longitudeDeg[best] ?? 0, lat: grid.latitudeDeg[best] ?? 0 };
}

function bilinear(values: Float64Array, k: number, across: number, e: number, s: number): number {
  const north = (values[k] as number) * (1 - e) + (values[k + 1] as number) * e;
  const south = (values[k + across] as number) * (1 - e) + (values[k + across + 1] as number) * e;
  return north * (1 - s) + south * s;
}
