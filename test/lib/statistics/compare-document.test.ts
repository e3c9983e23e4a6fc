import { describe, expect, it } from 'vitest';
import { compareDocument, compareDocumentSchema } from '../../../lib/statistics/compare-document.ts';
import { compareMonth } from '../../../lib/statistics/compare-month.ts';
import { TILE_CELLS } from '../../../lib/statistics/map-tiles.ts';

/** `x` in the first two cells, `y` = x − 0.0625, over `n` items; the second cell is cropland, the first shrubs. */
function tileOf(n: number) {
  const pairs = Array.from({ length: n }, (_, i) => {
    const x = new Float32Array(TILE_CELLS).fill(Number.NaN);
    x.set([0.25 + (i % 2) / 8, 0.5 + (i % 2) / 8]);
    return { id: `i${String(i).padStart(2, '0')}`, x, y: x.map((value) => value - 0.0625) };
  });
  const code = new Uint8Array(TILE_CELLS).fill(255);
  const pixels = new Uint8Array(TILE_CELLS);
  code.set([20, 40]);
  pixels.set([60, 61]);
  return { tile: 'N43E003', moments: compareMonth(pairs), dominant: { code, pixels } };
}

const names = { x: 's2mp-s1s2', y: 's2mp-s1s3' };
const items = [
  { id: 'b', runX: '3', runY: '4' },
  { id: 'a', runX: '1', runY: '2' },
];

/** Running means of thirds and fifths leave errors of 1e-17: far below what is asserted. */
const rounded = (value: unknown) =>
  JSON.parse(JSON.stringify(value, (_, v) => (typeof v === 'number' ? Math.round(v * 1e12) / 1e12 : v)));

describe('compareDocument', () => {
  it('gives metrics per land-cover group, over time in each cell and pooled', () => {
    const document = compareDocument(names, '2021-08', items, [tileOf(12)]);
    const one = (value: number) => ({ mean: value, p25: value, median: value, p75: value });
    const perCell = { r: one(1), bias: one(0.0625), ubrmsd: one(0), rmsd: one(0.0625) };
    const alike = { r: 1, p: 0, bias: 0.0625, ubrmsd: 0, rmsd: 0.0625 };
    const empty = { n: 0, r: null, p: null, bias: null, ubrmsd: null, rmsd: null };
    expect(document.items.map(({ id }) => id)).toEqual(['a', 'b']);
    expect(rounded(document.groups)).toEqual([
      { landcover: null, name: 'all', cover: 'all', cells: 2, usableCells: 2, perCell, pooled: { n: 24, ...alike } },
      { landcover: 20, name: 'shrubs', cover: 'M', cells: 1, usableCells: 1, perCell, pooled: { n: 12, ...alike } },
      { landcover: 20, name: 'shrubs', cover: 'H', cells: 0, usableCells: 0, perCell: null, pooled: empty },
      { landcover: 40, name: 'cropland', cover: 'M', cells: 1, usableCells: 1, perCell, pooled: { n: 12, ...alike } },
      { landcover: 40, name: 'cropland', cover: 'H', cells: 1, usableCells: 1, perCell, pooled: { n: 12, ...alike } },
    ]);
    expect(compareDocumentSchema.parse(JSON.parse(JSON.stringify(document)))).toEqual(document);
  });

  it('has no metrics over time from fewer than ten pairs, but pooled ones', () => {
    const [all] = compareDocument(names, '2021-08', items, [tileOf(9)]).groups;
    expect(all).toMatchObject({ cells: 2, usableCells: 0, perCell: null, pooled: { n: 18, bias: 0.0625 } });
  });
});
