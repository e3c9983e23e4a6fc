/** A curve of a panel. */
export interface Curve {
  readonly label: string;
  readonly color: string;
  readonly points: readonly (readonly [x: number, y: number])[];
  readonly dashed?: boolean;
}

export interface Panel {
  readonly title: string;
  readonly xLabel: string;
  readonly yLabel: string;
  readonly x: readonly [number, number];
  readonly y: readonly [number, number];
  readonly curves: readonly Curve[];
  /** Dots drawn below the curves. */
  readonly dots?: readonly (readonly [x: number, y: number])[];
}

export const PANEL_WIDTH = 340;
export const PANEL_HEIGHT = 270;
const MARGIN = { left: 56, right: 14, top: 30, bottom: 44 };
const TICKS = 5;

/** One chart of a figure as an SVG group, its corner at (left, top). */
export function svgPanel(panel: Panel, left: number, top: number): string {
  const width = PANEL_WIDTH - MARGIN.left - MARGIN.right;
  const height = PANEL_HEIGHT - MARGIN.top - MARGIN.bottom;
  const px = (x: number): string => round(MARGIN.left + (width * (x - panel.x[0])) / (panel.x[1] - panel.x[0]));
  const py = (y: number): string =>
    round(MARGIN.top + height - (height * (y - panel.y[0])) / (panel.y[1] - panel.y[0]));
  const parts = [
    `<rect x="${MARGIN.left}" y="${MARGIN.top}" width="${width}" height="${height}" fill="none" stroke="#888"/>`,
    `<text x="${MARGIN.left + width / 2}" y="18" text-anchor="middle" font-weight="bold">${escapeText(panel.title)}</text>`,
    `<text x="${MARGIN.left + width / 2}" y="${PANEL_HEIGHT - 8}" text-anchor="middle">${escapeText(panel.xLabel)}</text>`,
    `<text transform="translate(13 ${MARGIN.top + height / 2}) rotate(-90)" text-anchor="middle">${escapeText(panel.yLabel)}</text>`,
  ];
  for (const x of ticks(panel.x)) {
    parts.push(
      `<path d="M${px(x)} ${MARGIN.top}v${height}" stroke="#eee"/>`,
      `<text x="${px(x)}" y="${MARGIN.top + height + 15}" text-anchor="middle">${label(x)}</text>`,
    );
  }
  for (const y of ticks(panel.y)) {
    parts.push(
      `<path d="M${MARGIN.left} ${py(y)}h${width}" stroke="#eee"/>`,
      `<text x="${MARGIN.left - 5}" y="${py(y)}" dy="4" text-anchor="end">${label(y)}</text>`,
    );
  }
  if (panel.dots !== undefined) {
    const path = panel.dots.map(([x, y]) => `M${px(x)} ${py(y)}h0`).join('');
    parts.push(`<path d="${path}" stroke="#2a6f97" stroke-opacity="0.35" stroke-width="2" stroke-linecap="round"/>`);
  }
  for (const [i, curve] of panel.curves.entries()) {
    const line = curve.points.map(([x, y]) => `${px(x)} ${py(y)}`).join('L');
    const dash = curve.dashed === true ? ' stroke-dasharray="5 3"' : '';
    parts.push(`<path d="M${line}" fill="none" stroke="${curve.color}" stroke-width="1.8"${dash}/>`);
    const legend = MARGIN.top + 14 + 14 * i;
    parts.push(
      `<path d="M${MARGIN.left + 8} ${legend - 4}h18" stroke="${curve.color}" stroke-width="1.8"${dash}/>`,
      `<text x="${MARGIN.left + 30}" y="${legend}">${escapeText(curve.label)}</text>`,
    );
  }
  return `<g transform="translate(${left} ${top})">${parts.join('')}</g>`;
}

/** Round values inside of the range, about five. */
function ticks([low, high]: readonly [number, number]): number[] {
  const rough = (high - low) / TICKS;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = power * ([1, 2, 5, 10].find((factor) => factor * power >= rough) ?? 10);
  const first = Math.ceil(low / step - 1e-9);
  const last = Math.floor(high / step + 1e-9);
  return Array.from({ length: last - first + 1 }, (_, i) => (first + i) * step);
}

const label = (value: number): string => String(Number(value.toPrecision(4)));
const round = (value: number): string => value.toFixed(1);
const escapeText = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
