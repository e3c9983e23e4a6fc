import { boundingBoxOf, type GridWindow } from '../../lib/grid/grid-window.ts';
import { createCanvas, drawPicture, drawStrokes, drawText } from './canvas.ts';
import { COLOURS } from './colour-map.ts';
import { groundAspect } from './map-figure.ts';
import { SM_SCALE } from './map-section.ts';
import type { Rgb } from './oklab.ts';
import { encodePng } from './png.ts';
import type { Polyline } from './stroke-font.ts';
import { degreeLabel, ticksBetween } from './ticks.ts';
import { colourBarPicture, valuePicture } from './value-picture.ts';

const INK: Rgb = [28, 36, 48];
const TITLE = { height: 18, lineWidth: 2.4 };
const LABEL = { height: 13, lineWidth: 1.7 };
const LEFT = 84;
const RIGHT = 36;
const TOP = 52;
const BELOW = 118;
const BAR_HEIGHT = 14;

/**
 * One soil-moisture map as a PNG with its date, ticks in degrees and a colour bar.
 *
 * @param sm m³ m⁻³, row-major over `window`, NaN = no value (grey)
 * @param acquired ISO 8601, UTC
 * @param mapWidth about as many pixels wide is the map; each cell gets a whole number of them
 */
export function renderMapPng(window: GridWindow, sm: Float32Array, acquired: string, mapWidth = 900): Buffer {
  const across = Math.max(1, Math.round(mapWidth / window.width));
  const down = Math.max(1, Math.round((groundAspect(window) * window.width * across) / window.height));
  const [width, height] = [window.width * across, window.height * down];
  const canvas = createCanvas(LEFT + width + RIGHT, TOP + height + BELOW);
  const [right, bottom] = [LEFT + width, TOP + height];
  const [west, south, east, north] = boundingBoxOf(window);
  const lines: Polyline[] = [frame(LEFT, TOP, right, bottom)];

  drawText(canvas, `${acquired.slice(0, 10)} ${acquired.slice(11, 16)} UTC`, LEFT, TOP - 18, TITLE, INK);
  drawPicture(canvas, valuePicture(sm, window.width, window.height, SM_SCALE), LEFT, TOP, across, down);
  for (const lon of ticksBetween(west, east, 6)) {
    const x = LEFT + ((lon - west) / (east - west)) * width;
    lines.push(segment(x, bottom, x, bottom + 6));
    drawText(canvas, degreeLabel(lon, 'lon'), x, bottom + 26, LABEL, INK, 'middle');
  }
  for (const lat of ticksBetween(south, north, 6)) {
    const y = bottom - ((lat - south) / (north - south)) * height;
    lines.push(segment(LEFT - 6, y, LEFT, y));
    drawText(canvas, degreeLabel(lat, 'lat'), LEFT - 11, y + LABEL.height / 2, LABEL, INK, 'end');
  }

  const barScale = Math.max(1, Math.round((width * 0.6) / COLOURS));
  const barWidth = COLOURS * barScale;
  const barLeft = LEFT + Math.round((width - barWidth) / 2);
  const barTop = bottom + 46;
  drawPicture(canvas, colourBarPicture(SM_SCALE), barLeft, barTop, barScale, BAR_HEIGHT);
  lines.push(frame(barLeft, barTop, barLeft + barWidth, barTop + BAR_HEIGHT));
  for (const tick of ticksBetween(SM_SCALE.min, SM_SCALE.max, 6)) {
    const x = barLeft + ((tick - SM_SCALE.min) / (SM_SCALE.max - SM_SCALE.min)) * barWidth;
    lines.push(segment(x, barTop + BAR_HEIGHT, x, barTop + BAR_HEIGHT + 5));
    drawText(canvas, String(tick), x, barTop + BAR_HEIGHT + 24, LABEL, INK, 'middle');
  }
  drawText(canvas, 'soil moisture, m³ m⁻³', LEFT + width / 2, barTop + BAR_HEIGHT + 48, LABEL, INK, 'middle');
  drawStrokes(canvas, lines, 1, INK);
  return encodePng(canvas);
}

/** Along pixel centres, so that lines of one pixel stay sharp. */
const segment = (x0: number, y0: number, x1: number, y1: number): Polyline => [sharp(x0, y0), sharp(x1, y1)];
const sharp = (x: number, y: number) => [Math.round(x) - 0.5, Math.round(y) - 0.5] as const;

function frame(left: number, top: number, right: number, bottom: number): Polyline {
  return [
    sharp(left, top),
    sharp(right + 1, top),
    sharp(right + 1, bottom + 1),
    sharp(left, bottom + 1),
    sharp(left, top),
  ];
}
