import { boundingBoxOf, type GridWindow } from '../../lib/grid/grid-window.ts';
import { escapeHtml } from './html-text.ts';
import { type IndexedPicture, pngUri } from './png.ts';
import { degreeLabel, ticksBetween } from './ticks.ts';
import { type ColourScale, colourBarPicture } from './value-picture.ts';

const WIDTH = 340;
const LEFT = 46;
const RIGHT = 10;
const TOP = 6;
const AXIS = 22;
const BAR = 50;
const MAX_PLOT_HEIGHT = 380;

/** A colour bar under a map. */
export interface ColourBar {
  readonly scale: ColourScale;
  /** With the unit. */
  readonly label: string;
}

/** Height over width of a window on the ground, at its middle latitude. */
export function groundAspect(window: GridWindow): number {
  const [, south, , north] = boundingBoxOf(window);
  return window.height / (window.width * Math.max(0.05, Math.cos((((south + north) / 2) * Math.PI) / 180)));
}

/**
 * A map as inline SVG: picture of one pixel per cell stretched to its shape on the ground, ticks in degrees, and a
 * colour bar if there is one.
 *
 * @param description what the map shows, for those who cannot see it
 */
export function mapFigure(window: GridWindow, picture: IndexedPicture, description: string, bar?: ColourBar): string {
  const aspect = groundAspect(window);
  const fullWidth = WIDTH - LEFT - RIGHT;
  const height = Math.min(MAX_PLOT_HEIGHT, fullWidth * aspect);
  const width = height / aspect;
  const left = LEFT + (fullWidth - width) / 2;
  const bottom = TOP + height;
  const total = bottom + AXIS + (bar ? BAR : 4);
  const [west, south, east, north] = boundingBoxOf(window);

  const parts = [
    `<image href="${pngUri(picture)}" x="${px(left)}" y="${TOP}" width="${px(width)}" height="${px(height)}" preserveAspectRatio="none"/>`,
    `<rect class="frame" x="${px(left)}" y="${TOP}" width="${px(width)}" height="${px(height)}"/>`,
  ];
  for (const lon of ticksBetween(west, east, 5)) {
    const x = px(left + ((lon - west) / (east - west)) * width);
    parts.push(`<path class="tick" d="M${x} ${px(bottom)}v4"/>`);
    parts.push(`<text x="${x}" y="${px(bottom + 16)}" text-anchor="middle">${degreeLabel(lon, 'lon')}</text>`);
  }
  for (const lat of ticksBetween(south, north, 5)) {
    const y = bottom - ((lat - south) / (north - south)) * height;
    parts.push(`<path class="tick" d="M${px(left)} ${px(y)}h-4"/>`);
    parts.push(`<text x="${px(left - 6)}" y="${px(y + 4)}" text-anchor="end">${degreeLabel(lat, 'lat')}</text>`);
  }
  if (bar) parts.push(colourBar(bar, bottom + AXIS + 8));
  const label = escapeHtml(description);
  return `<svg viewBox="0 0 ${WIDTH} ${px(total)}" role="img" aria-label="${label}">${parts.join('')}</svg>`;
}

function colourBar({ scale, label }: ColourBar, y: number): string {
  const width = WIDTH - LEFT - RIGHT;
  const parts = [
    `<image href="${pngUri(colourBarPicture(scale))}" x="${LEFT}" y="${px(y)}" width="${width}" height="10" preserveAspectRatio="none"/>`,
    `<rect class="frame" x="${LEFT}" y="${px(y)}" width="${width}" height="10"/>`,
  ];
  for (const tick of ticksBetween(scale.min, scale.max, 6)) {
    const x = px(LEFT + ((tick - scale.min) / (scale.max - scale.min)) * width);
    parts.push(`<path class="tick" d="M${x} ${px(y + 10)}v3"/>`);
    parts.push(`<text x="${x}" y="${px(y + 24)}" text-anchor="middle">${tick}</text>`);
  }
  parts.push(`<text x="${LEFT + width / 2}" y="${px(y + 39)}" text-anchor="middle">${escapeHtml(label)}</text>`);
  return parts.join('');
}

/** Coordinates to a tenth: enough for the eye, and short. */
function px(value: number): string {
  return String(Math.round(value * 10) / 10);
}
