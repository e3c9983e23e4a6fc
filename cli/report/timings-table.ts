import { escapeHtml, formatNumber } from './html-text.ts';
import { acquisitionTime, type ScoredMap } from './scored-map.ts';

/** Seconds per stage, one row per map. A stage that a map did not go through has a dash. */
export function timingsTable(maps: readonly ScoredMap[]): string {
  const stages = [...new Set(maps.flatMap((map) => map.stages.map(({ stage }) => stage)))];
  const heads = stages.map((stage) => `<th scope="col">${escapeHtml(stage)}<span class="unit">s</span></th>`).join('');
  const rows = maps.map((map) => {
    const cells = stages.map((stage) => {
      const found = map.stages.find((entry) => entry.stage === stage);
      return `<td>${formatNumber(found?.seconds ?? Number.NaN, 2)}</td>`;
    });
    return (
      `<tr><th scope="row" class="text">${acquisitionTime(map)}</th><td class="text">${escapeHtml(map.collectionTitle)}</td>${cells.join('')}` +
      `<td><b>${formatNumber(map.arrivalToNotificationS, 2)}</b></td></tr>`
    );
  });
  return (
    '<div class="table" tabindex="0" role="region" aria-label="Timings"><table>' +
    `<thead><tr><th scope="col" class="text">Acquired</th><th scope="col" class="text">Collection</th>${heads}` +
    `<th scope="col">Arrival to notification<span class="unit">s</span></th></tr></thead><tbody>${rows.join('')}</tbody></table></div><p class="caption">Maps of one scene are made in one pass and share its stages.</p>`
  );
}
