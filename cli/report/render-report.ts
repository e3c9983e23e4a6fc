import { scoreAgainstTruth } from '../../lib/statistics/score-against-truth.ts';
import { escapeHtml } from './html-text.ts';
import { mapSection } from './map-section.ts';
import { QA_CATEGORIES } from './qa-picture.ts';
import type { ReportModel } from './report-model.ts';
import { REPORT_STYLE } from './report-style.ts';
import { scatterFigure } from './scatter-figure.ts';
import { scoreTable } from './score-table.ts';
import { byCollection, type ScoredMap, scoredMap } from './scored-map.ts';
import { timingsTable } from './timings-table.ts';

/** The policy makes the promise checkable: a browser would refuse anything that is not inside this file. */
const POLICY = "default-src 'none'; img-src data:; style-src 'unsafe-inline'";

const SIMULATED_NOTE = `<aside class="note" aria-label="How to read the scores"><p><strong>These scores are not scores against the ground.</strong>
The truth shown here is simulated, and the simulator that made the scenes shares its forward model (soil dielectric model, IEM_B, Water Cloud Model)
with the training set of the network. The scores show that the chain from scene to map works and is consistent in itself; against measurements in
the ground, an accuracy of about 0.05 m³ m⁻³ is what the published method reaches.</p></aside>`;

/** The report as one HTML page that needs no other file and no network. */
export function renderReport(model: ReportModel): string {
  const maps = model.maps.map(scoredMap);
  const simulated = maps.some(({ truth }) => truth !== undefined);
  const facts = model.facts.map(
    ({ label, value }) => `<div><dt>${escapeHtml(label)}</dt><dd>${escapeHtml(value)}</dd></div>`,
  );
  const sections =
    maps.length === 0
      ? '<p>No map was made. The ledger says for each scene why.</p>'
      : `<section><h2>Maps in figures</h2>${scoreTable(maps)}</section>
${scatterSection(maps)}
<section><h2>Maps</h2><p>1-km cells; grey = no value. Soil moisture is shown for every retrieved cell, those with QA bits included; colour scales are the same for all dates and collections.</p>${mapSection(maps)}</section>
<section><h2>QA bits</h2>${qaTable()}</section>
<section><h2>Timings</h2>${timingsTable(maps)}</section>`;
  return `<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="${POLICY}">
<title>${escapeHtml(model.title)}</title>
<style>${REPORT_STYLE}</style>
</head>
<body>
<main>
<header><h1>${escapeHtml(model.title)}</h1><p>${escapeHtml(model.summary)}</p><dl class="facts">${facts.join('')}</dl></header>
${simulated ? SIMULATED_NOTE : ''}
${sections}
<footer>s2mp-nrt ${escapeHtml(model.version)}. Soil moisture of the upper centimetres, m³ m⁻³, by the S²MP method (Madelon et al. 2023, Rojas-Munoz et al. 2023).</footer>
</main>
</body>
</html>
`;
}

function scatterSection(maps: readonly ScoredMap[]): string {
  const figures: string[] = [];
  for (const [, group] of byCollection(maps)) {
    const scored = group.flatMap((map) => (map.scored ? [map.scored] : []));
    const title = group[0]?.collectionTitle ?? '';
    if (scored.length === 0) continue;
    const score = scoreAgainstTruth(scored);
    figures.push(
      `<figure><figcaption>${escapeHtml(title)} <small>all dates</small></figcaption>${scatterFigure(title, scored, score)}</figure>`,
    );
  }
  if (figures.length === 0) return '';
  return `<section><h2>Retrieved against true soil moisture</h2><p>Scored cells of all dates; the darker, the more cells in a bin (logarithmic). Dashed: 1:1.</p><div class="maps">${figures.join('')}</div></section>`;
}

function qaTable(): string {
  const rows = QA_CATEGORIES.map(
    ({ bit, name, description, colour }) =>
      `<tr><th scope="row">${bit ?? '–'}</th><td class="text"><span class="swatch" style="background:${colour}"></span> ${escapeHtml(name)}</td><td class="text wrap">${escapeHtml(description)}</td></tr>`,
  );
  return `<div class="table" tabindex="0" role="region" aria-label="QA bits"><table><thead><tr><th scope="col">Bit</th><th scope="col" class="text">Name</th><th scope="col" class="text">Meaning</th></tr></thead><tbody>${rows.join('')}</tbody></table></div><p class="caption">A map shows the lowest bit that is set; the counts beside it count a cell for each of its bits.</p>`;
}
