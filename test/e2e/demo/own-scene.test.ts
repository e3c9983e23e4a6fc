import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, inject, it } from 'vitest';
import { stacDocuments, stacItems } from './demo-documents.ts';
import { filesBelow, writeStamps } from './files-below.ts';
import { twoSmallDemos } from './finished-demos.ts';
import { rasterFactsBelow } from './raster-facts.ts';
import { type FinishedRun, runDemo } from './start-demo.ts';
import { tableRows } from './table-rows.ts';

const [{ folder: world }] = twoSmallDemos();
const folder = join(inject('scratch'), 'own-scene');

/** The first scene of a demo world, as if it were the user's own. */
const manifest = filesBelow(join(world, 'store/scenes')).find((path) => path.endsWith('/manifest.safe')) ?? '';
const scene = join(world, 'store/scenes', manifest, '..');
const options = [
  ...['--out', folder, '--scene', scene, '--dem', join(world, 'store/dem')],
  ...['--ndvi', join(world, 'store/ndvi/filled'), '--landcover', join(world, 'store/landcover/2019')],
];

describe('npm start with a scene of the user', () => {
  let run: FinishedRun;
  beforeAll(async () => {
    run = await runDemo(options);
  });

  it('makes its map, with a table and a report', () => {
    expect({ code: run.code, stderr: run.code === 0 ? '' : run.stderr }).toEqual({ code: 0, stderr: '' });
    expect(tableRows(run.stdout).map(({ collection }) => collection)).toEqual(['s2mp-s1s2']);
    expect(existsSync(join(folder, 'report.html'))).toBe(true);
  });

  it('makes valid rasters and links only to what is in the folder', () => {
    const faults = [...rasterFactsBelow(folder).values()].flatMap(({ cogErrors, cogWarnings }) => [
      cogErrors,
      cogWarnings,
    ]);
    expect(faults.length).toBeGreaterThan(4);
    expect(faults.flat()).toEqual([]);
    const links = stacDocuments(folder).flatMap(({ folder: place, document }) =>
      document.links.map(({ href }) => join(place, href)),
    );
    expect(links.filter((path) => !existsSync(path))).toEqual([]);
    expect(stacItems(folder)).toHaveLength(1);
  });

  it('says nothing of where the user keeps the scene', () => {
    const said = stacDocuments(folder).filter(({ document }) => JSON.stringify(document).includes(inject('scratch')));
    expect(said).toEqual([]);
  });

  it('finds it made at the next start', async () => {
    const published = ['store/collections', 'store/statistics', 'store/receipts'];
    const before = writeStamps(folder, published);
    const again = await runDemo(options);
    expect([again.code, tableRows(again.stdout)]).toEqual([0, tableRows(run.stdout)]);
    expect(writeStamps(folder, published)).toEqual(before);
  });

  it('is refused in the folder of another scene', async () => {
    const [, other] = filesBelow(join(world, 'store/scenes')).filter((path) => path.endsWith('/manifest.safe'));
    const swapped = options.map((option) =>
      option === scene ? join(world, 'store/scenes', other ?? '', '..') : option,
    );
    const { code, stderr } = await runDemo(swapped);
    expect(code).toBe(2);
    expect(stderr).toContain('Name another folder with --out, or empty this one with --fresh.');
  });
});
