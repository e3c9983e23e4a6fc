import { isScored, type ScoredCells, type TruthScore } from '../../lib/statistics/score-against-truth.ts';
import { COLOURS, DENSITY_COLOURS } from './colour-map.ts';
import { escapeHtml, formatCount, formatNumber } from './html-text.ts';
import { type IndexedPicture, pngUri } from './png.ts';
import { ticksBetween } from './ticks.ts';

const WIDTH = 340;
const LEFT = 52;
const TOP = 8;
const SIDE = WIDTH - LEFT - 12;
const BINS = 120;

/** Retrieved against true soil moisture of all scored cells, as the number of cells per bin, with the score in figures. */
export function scatterFigure(title: string, maps: readonly ScoredCells[], score: TruthScore): string {
  const max = axisMaximum(maps);
  const bottom = TOP + SIDE;
  const at = (value: number) => Math.round((value / max) * SIDE * 10) / 10;
  const parts = [
    `<image href="${pngUri(densityPicture(maps, max))}" x="${LEFT}" y="${TOP}" width="${SIDE}" height="${SIDE}" preserveAspectRatio="none"/>`,
    `<path class="one-to-one" d="M${LEFT} ${bottom}L${LEFT + SIDE} ${TOP}"/>`,
    `<rect class="frame" x="${LEFT}" y="${TOP}" width="${SIDE}" height="${SIDE}"/>`,
  ];
  for (const tick of ticksBetween(0, max, 7)) {
    const x = LEFT + at(tick);
    const y = bottom - at(tick);
    parts.push(`<path class="tick" d="M${x} ${bottom}v4M${LEFT} ${y}h-4"/>`);
    parts.push(`<text x="${x}" y="${bottom + 17}" text-anchor="middle">${tick}</text>`);
    parts.push(`<text x="${LEFT - 7}" y="${y + 4}" text-anchor="end">${tick}</text>`);
  }
  const middle = TOP + SIDE / 2;
  parts.push(`<text x="${LEFT + SIDE / 2}" y="${bottom + 35}" text-anchor="middle">true (m³ m⁻³)</text>`);
  parts.push(`<text transform="translate(13 ${middle}) rotate(-90)" text-anchor="middle">retrieved (m³ m⁻³)</text>`);
  const lines = [
    `n = ${formatCount(score.n)}`,
    `R = ${formatNumber(score.r, 3)}`,
    `bias = ${formatNumber(score.bias, 4)}`,
    `ubRMSD = ${formatNumber(score.ubrmsd, 4)}`,
  ];
  parts.push(`<rect class="legend" x="${LEFT + 6}" y="${TOP + 6}" width="122" height="${lines.length * 16 + 8}"/>`);
  lines.forEach((line, i) => {
    parts.push(`<text x="${LEFT + 12}" y="${TOP + 22 + i * 16}">${line}</text>`);
  });
  const label = escapeHtml(`Scatter plot of retrieved against true soil moisture, ${title}: ${lines.join(', ')}`);
  return `<svg viewBox="0 0 ${WIDTH} ${bottom + 42}" role="img" aria-label="${label}">${parts.join('')}</svg>`;
}

/** The same on both axes, so that the 1:1 line is the diagonal; at least the range that the network is trained for. */
function axisMaximum(maps: readonly ScoredCells[]): number {
  let max = 0.4;
  for (const map of maps) {
    for (let i = 0; i < map.sm.length; i++) {
      if (isScored(map, i)) max = Math.max(max, map.sm[i] as number, map.truth[i] as number);
    }
  }
  return Math.ceil(max * 20 - 1e-6) / 20;
}

/** Colours by the logarithm of the number of cells in a bin; empty bins are transparent. */
function densityPicture(maps: readonly ScoredCells[], max: number): IndexedPicture {
  const counts = new Uint32Array(BINS * BINS);
  const bin = (value: number) => Math.min(BINS - 1, Math.max(0, Math.floor((value / max) * BINS)));
  let most = 1;
  for (const map of maps) {
    for (let i = 0; i < map.sm.length; i++) {
      if (!isScored(map, i)) continue;
      const at = (BINS - 1 - bin(map.sm[i] as number)) * BINS + bin(map.truth[i] as number);
      const count = (counts[at] as number) + 1;
      counts[at] = count;
      most = Math.max(most, count);
    }
  }
  const palette = new Uint8Array((COLOURS + 1) * 3);
  palette.set(DENSITY_COLOURS);
  const factor = (COLOURS - 1) / Math.log(most + 1);
  const indexes = Uint8Array.from(counts, (count) =>
    count === 0 ? COLOURS : Math.round(Math.log(count + 1) * factor),
  );
  return { width: BINS, height: BINS, indexes, palette, transparent: COLOURS };
}
