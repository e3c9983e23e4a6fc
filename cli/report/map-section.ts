import { SM_COLOURS, UNCERTAINTY_COLOURS } from './colour-map.ts';
import { escapeHtml, formatCount, formatNumber } from './html-text.ts';
import { mapFigure } from './map-figure.ts';
import { qaCounts, qaPicture } from './qa-picture.ts';
import { acquisitionTime, type ScoredMap } from './scored-map.ts';
import { type ColourScale, valuePicture } from './value-picture.ts';

/** The range that the network is trained for covers 0.02 to 0.40. */
export const SM_SCALE: ColourScale = { min: 0, max: 0.4, colours: SM_COLOURS };

/** Maps of each acquisition, one row of figures per collection, all on the same colour scales. */
export function mapSection(maps: readonly ScoredMap[]): string {
  const uncertainty = uncertaintyScale(maps);
  const acquisitions = new Map<string, ScoredMap[]>();
  for (const map of [...maps].sort((a, b) => (a.acquired < b.acquired ? -1 : a.acquired > b.acquired ? 1 : 0))) {
    acquisitions.set(map.acquired, [...(acquisitions.get(map.acquired) ?? []), map]);
  }
  return [...acquisitions.values()]
    .map((group) => {
      const [first] = group;
      const title = first
        ? `<h3>${acquisitionTime(first)} <small><code>${escapeHtml(first.item)}</code></small></h3>`
        : '';
      return `<section>${title}${group.map((map) => mapRow(map, uncertainty)).join('')}</section>`;
    })
    .join('');
}

function mapRow(map: ScoredMap, uncertaintyRange: ColourScale): string {
  const { window, sm, uncertainty, qa } = map.cells;
  const { width, height } = window;
  const subject = `${map.collectionTitle}, ${acquisitionTime(map)}`;
  const smBar = { scale: SM_SCALE, label: 'm³ m⁻³' };
  const figures = [
    figure(
      'Soil moisture',
      `mean ${formatNumber(map.meanSm, 3)}`,
      mapFigure(window, valuePicture(sm, width, height, SM_SCALE), `Map of soil moisture, ${subject}`, smBar),
    ),
    figure(
      'Uncertainty',
      '1 σ',
      mapFigure(window, valuePicture(uncertainty, width, height, uncertaintyRange), `Map of uncertainty, ${subject}`, {
        scale: uncertaintyRange,
        label: 'm³ m⁻³',
      }),
    ),
    figure(
      'QA',
      'lowest bit set',
      mapFigure(window, qaPicture(qa, width, height), `Map of QA bits, ${subject}`) + qaList(qa),
    ),
  ];
  if (map.truth) {
    const truth = valuePicture(map.truth, width, height, SM_SCALE);
    figures.push(
      figure(
        'Simulated truth',
        'soil moisture',
        mapFigure(window, truth, `Map of true soil moisture, ${subject}`, smBar),
      ),
    );
  }
  return `<h4>${escapeHtml(map.collectionTitle)} <small>(<code>${escapeHtml(map.collection)}</code>)</small></h4><div class="maps">${figures.join('')}</div>`;
}

function figure(title: string, detail: string, content: string): string {
  return `<figure><figcaption>${title} <small>${detail}</small></figcaption>${content}</figure>`;
}

function qaList(qa: Uint16Array): string {
  const entries = qaCounts(qa).map(
    ({ category: { bit, name, colour }, cells }) =>
      `<li><span class="swatch" style="background:${colour}"></span><span>${bit === undefined ? '' : `${bit} `}${name}</span><b>${formatCount(cells)}</b></li>`,
  );
  return `<ul class="qa" aria-label="Cells per QA bit">${entries.join('')}</ul>`;
}

/** From 0 to the next 0.01 above all but the highest hundredth of the uncertainties. */
function uncertaintyScale(maps: readonly ScoredMap[]): ColourScale {
  const values = Float32Array.from(
    maps.flatMap(({ cells }) => Array.from(cells.uncertainty).filter(Number.isFinite)),
  ).sort();
  const high = values[Math.floor((values.length - 1) * 0.99)] ?? 0.1;
  return { min: 0, max: Math.max(0.01, Math.ceil(high * 100 - 1e-6) / 100), colours: UNCERTAINTY_COLOURS };
}
