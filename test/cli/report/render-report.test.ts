import { SaxesParser } from 'saxes';
import { describe, expect, it } from 'vitest';
import { renderReport } from '../../../cli/report/render-report.ts';
import type { ReportMap, ReportModel } from '../../../cli/report/report-model.ts';

const window = { perDegree: 112, column: 183 * 112, row: 46 * 112, width: 4, height: 3 } as const;

function mapOf(collection: string, collectionTitle: string, acquired: string, error: number): ReportMap {
  const truth = Float32Array.from({ length: 12 }, (_, i) => 0.1 + i / 64);
  const sm = truth.map((value, i) => value + (i % 2 === 0 ? error : -error));
  const qa = new Uint16Array(12);
  qa[11] = 2;
  sm[11] = Number.NaN;
  return {
    collection,
    collectionTitle,
    item: `S1A_IW_${acquired.slice(0, 10).replaceAll('-', '')}T173953_039156_049F13`,
    acquired,
    cells: { window, sm, uncertainty: new Float32Array(12).fill(0.04), qa, ndvi: new Float32Array(12).fill(0.4) },
    truth,
    stages: [
      { stage: 'backscatter', seconds: 1.25 },
      { stage: 'network', seconds: 0.5 },
    ],
    arrivalToNotificationS: 2.345,
  };
}

const MODEL: ReportModel = {
  title: 'Demo & <world>',
  summary: 'Two scenes.',
  version: '0.1.0',
  facts: [{ label: 'Seed', value: '7' }],
  maps: [
    mapOf('s2mp-s1s2', 'S1 + S2', '2021-08-09T17:39:53Z', 0.03125),
    mapOf('s2mp-s1s3', 'S1 + S3', '2021-08-09T17:39:53Z', 0.0625),
    mapOf('s2mp-s1s2', 'S1 + S2', '2021-08-15T17:40:30Z', 0.03125),
  ],
};
const withoutTruth = ({ truth: _, ...map }: ReportMap): ReportMap => map;
const PAGE = renderReport(MODEL);
const count = (page: string, pattern: RegExp) => [...page.matchAll(pattern)].length;

describe('renderReport', () => {
  it('refers to nothing outside the page', () => {
    const references = [...PAGE.matchAll(/\b(?:href|src|srcset|action|data)="([^"]*)"/g)].map(([, target = '']) =>
      target.slice(0, 22),
    );
    expect(new Set(references)).toEqual(new Set(['data:image/png;base64,']));
    expect(count(PAGE, /https?:|url\(|@import|<script|<link/gi)).toBe(0);
    expect(PAGE).toContain(`content="default-src 'none'; img-src data:; style-src 'unsafe-inline'"`);
  });

  it('is well-formed', () => {
    const asXml = PAGE.replace('<!DOCTYPE html>', '').replace(/<meta([^>]*)>/g, '<meta$1/>');
    expect(() => new SaxesParser().write(asXml).close()).not.toThrow();
  });

  it('shows soil moisture, uncertainty, QA and truth of each map, each described in words', () => {
    expect(count(PAGE, /aria-label="Map of soil moisture, /g)).toBe(3);
    expect(count(PAGE, /aria-label="Map of uncertainty, /g)).toBe(3);
    expect(count(PAGE, /aria-label="Map of QA bits, /g)).toBe(3);
    expect(count(PAGE, /aria-label="Map of true soil moisture, /g)).toBe(3);
    expect(count(PAGE, /<svg /g)).toBe(count(PAGE, /<svg [^>]*role="img" aria-label="[^"]+"/g));
  });

  it('gives one scatter plot per collection with the score of all dates', () => {
    const described = [...PAGE.matchAll(/aria-label="Scatter plot of retrieved against true soil moisture, ([^"]*)"/g)];
    // numpy 2.4.6: np.corrcoef, mean and std of the differences.
    expect(described.map(([, score]) => score)).toEqual([
      'S1 + S2: n = 22, R = 0.846, bias = 0.0028, ubRMSD = 0.0311',
      'S1 + S3: n = 11, R = 0.622, bias = 0.0057, ubRMSD = 0.0622',
    ]);
  });

  it('says that scores against the simulator are not scores against the ground', () => {
    expect(PAGE).toContain('These scores are not scores against the ground.');
    expect(PAGE).toContain('shares its forward model');
  });

  it('names the QA bits, and counts them beside each map', () => {
    expect(PAGE).toContain('No pixel of cropland or herbaceous vegetation in the cell');
    expect(count(PAGE, /1 no crop or herbaceous<\/span><b>1<\/b>/g)).toBe(3);
    expect(count(PAGE, /recommended<\/span><b>11<\/b>/g)).toBe(3);
  });

  it('lists the timings by stage', () => {
    expect(PAGE).toContain('<th scope="col">backscatter<span class="unit">s</span></th>');
    expect(
      count(
        PAGE,
        /<td>1\.25<\/td><td>0\.50<\/td><td><b>2\.35<\/b><\/td>|<td>1\.25<\/td><td>0\.50<\/td><td><b>2\.34<\/b><\/td>/g,
      ),
    ).toBe(3);
  });

  it('escapes what it is given', () => {
    expect(PAGE).toContain('<h1>Demo &amp; &lt;world&gt;</h1>');
  });

  it('without a truth has neither scores nor their caveat', () => {
    const page = renderReport({ ...MODEL, maps: MODEL.maps.map(withoutTruth) });
    expect(count(page, /scatter plot|ubRMSD|simulat|truth|scores/gi)).toBe(0);
    expect(count(page, /aria-label="Map of soil moisture, /g)).toBe(3);
  });

  it('says so when there is no map', () => {
    expect(renderReport({ ...MODEL, maps: [] })).toContain('No map was made.');
  });
});
