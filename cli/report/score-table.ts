import { SCORED_NDVI_BELOW, scoreAgainstTruth, type TruthScore } from '../../lib/statistics/score-against-truth.ts';
import { escapeHtml, formatCount, formatNumber } from './html-text.ts';
import { acquisitionTime, byCollection, type ScoredMap } from './scored-map.ts';

const UNIT = '<span class="unit">m³ m⁻³</span>';

/** One row per map; with a truth, its score, and a row per collection for all dates together. */
export function scoreTable(maps: readonly ScoredMap[]): string {
  const withTruth = maps.some(({ score }) => score !== undefined);
  const scoreHeads = withTruth
    ? `${head('Scored cells')}${head('R')}${head(`Bias${UNIT}`)}${head(`ubRMSD${UNIT}`)}${head('Errors within 1 σ')}${head(`SD of truth${UNIT}`)}`
    : '';
  const rows: string[] = [];
  for (const [, group] of byCollection(maps)) {
    for (const map of group) {
      rows.push(
        `<tr><th scope="row" class="text">${acquisitionTime(map)}</th><td class="text">${escapeHtml(map.collectionTitle)}</td>` +
          `<td>${formatCount(map.retrieved)}</td><td>${formatCount(map.recommended)}</td><td>${formatNumber(map.meanSm, 3)}</td>` +
          `${withTruth ? scoreCells(map.score) : ''}</tr>`,
      );
    }
    const scored = group.flatMap((map) => (map.scored ? [map.scored] : []));
    if (scored.length > 1) {
      const sum = (of: (map: ScoredMap) => number) => group.reduce((total, map) => total + of(map), 0);
      const mean = sum((map) => (map.recommended ? map.meanSm * map.recommended : 0)) / sum((map) => map.recommended);
      rows.push(
        `<tr class="total"><th scope="row" class="text">All dates together</th><td class="text">${escapeHtml(group[0]?.collectionTitle ?? '')}</td>` +
          `<td>${formatCount(sum((map) => map.retrieved))}</td><td>${formatCount(sum((map) => map.recommended))}</td><td>${formatNumber(mean, 3)}</td>` +
          `${scoreCells(scoreAgainstTruth(scored))}</tr>`,
      );
    }
  }
  const caption = withTruth
    ? `Scored: QA 0 and NDVI below ${SCORED_NDVI_BELOW}. Bias = mean(retrieved) − mean(true); ubRMSD and SD with ddof 0; honest Gaussian uncertainties hold 68 % of the errors.`
    : 'Mean over recommended cells (QA 0).';
  return (
    `<div class="table" tabindex="0" role="region" aria-label="Maps"><table><thead><tr>${head('Acquired', true)}${head('Collection', true)}` +
    `${head('Cells with a value')}${head('Recommended (QA 0)')}${head(`Mean SM${UNIT}`)}${scoreHeads}</tr></thead><tbody>${rows.join('')}</tbody></table></div><p class="caption">${caption}</p>`
  );
}

function scoreCells(score: TruthScore | undefined): string {
  if (!score) return '<td>–</td>'.repeat(6);
  const within = Number.isNaN(score.withinOneSigma) ? '–' : `${formatNumber(score.withinOneSigma * 100, 1)} %`;
  const { n, r, bias, ubrmsd, truthSd } = score;
  const cells = [
    formatCount(n),
    formatNumber(r, 3),
    formatNumber(bias, 4),
    formatNumber(ubrmsd, 4),
    within,
    formatNumber(truthSd, 3),
  ];
  return cells.map((cell) => `<td>${cell}</td>`).join('');
}

function head(label: string, text = false): string {
  return `<th scope="col"${text ? ' class="text"' : ''}>${label}</th>`;
}
