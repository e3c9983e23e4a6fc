import { existsSync, statSync } from 'node:fs';
import { join, relative } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { hasStacSchemas, stacValidator } from '../../support/stac-validator.ts';
import { stacDocuments, stacItems } from './demo-documents.ts';
import { sha256 } from './files-below.ts';
import { finishedDemos } from './finished-demos.ts';
import { type RasterFacts, rasterFactsBelow } from './raster-facts.ts';

describe.each(finishedDemos())('STAC documents of the demo with size $size and seed $seed', ({ folder }) => {
  let rasters: Map<string, RasterFacts>;
  beforeAll(() => {
    rasters = rasterFactsBelow(folder);
  });

  const assets = () =>
    stacItems(folder).flatMap((item) =>
      Object.entries(item.document.assets).map(([key, asset]) => {
        const file = join(item.folder, asset.href);
        const facts = rasters.get(relative(folder, file));
        if (!facts) throw new Error(`${item.path}: asset ${key} names ${asset.href}, which is not there`);
        return { place: `${item.path} ${key}`, key, asset, file, facts };
      }),
    );

  it('are one collection and three items for each of the two collections', () => {
    const found = stacDocuments(folder).map(({ path, document }) => [path.split('/')[0], document.type]);
    const expected = ['s2mp-s1s2', 's2mp-s1s3'].flatMap((id) => [
      ...Array.from({ length: 3 }, () => [id, 'Feature']),
      [id, 'Collection'],
    ]);
    expect(found.sort()).toEqual(expected.sort());
  });

  it('validate against STAC 1.1.0 and every extension they declare', () => {
    expect(hasStacSchemas, 'the schemas are needed under ../shared/data/stac-schemas').toBe(true);
    const validate = stacValidator();
    const faults = stacDocuments(folder).map(({ path, document }) => [path, validate(document)]);
    expect(faults.filter(([, errors]) => errors?.length !== 0)).toEqual([]);
  });

  it('link by relative paths to files that are there', () => {
    const links = stacDocuments(folder).flatMap((located) =>
      located.document.links.map(({ rel, href }) => ({ from: located.path, rel, href, folder: located.folder })),
    );
    const absolute = links.filter(({ href }) => /^([a-z][a-z0-9+.-]*:|\/)/i.test(href));
    const broken = links.filter((link) => !existsSync(join(link.folder, decodeURIComponent(link.href))));
    expect({ absolute, broken }).toEqual({ absolute: [], broken: [] });
    const ofItem = stacItems(folder).map(({ document }) => document.links.map(({ rel }) => rel));
    for (const rels of ofItem) {
      expect(rels).toEqual(expect.arrayContaining(['root', 'parent', 'collection', 'derived_from']));
    }
  });

  it('give the size and the SHA-256 multihash of each file', () => {
    const wrong = assets().filter(
      ({ asset, file }) =>
        asset['file:size'] !== statSync(file).size || asset['file:checksum'] !== `1220${sha256(file)}`,
    );
    expect(wrong.map(({ place }) => place)).toEqual([]);
  });

  it('tell the grid of each file as it is', () => {
    for (const { place, asset, facts } of assets()) {
      const [west, pixel, , north, , minusPixel] = facts.transform;
      expect(asset['proj:code'], place).toBe(`EPSG:${facts.epsg}`);
      expect(asset['proj:shape'], place).toEqual([facts.height, facts.width]);
      expectClose(asset['proj:transform'], [pixel, 0, west, 0, minusPixel, north], 1e-9, place);
      const edges = [west, north + facts.height * minusPixel, west + facts.width * pixel, north];
      expectClose(asset['proj:bbox'], edges, 1e-9, place);
    }
  });

  it('describe the bands of each file as they are', () => {
    for (const { place, asset, facts } of assets()) {
      const said = asset.bands.map(({ description, data_type, unit, nodata }) => [
        description,
        data_type,
        unit,
        nodata,
      ]);
      const found = facts.bands.map(({ description, dataType, unit, nodata }) => [
        description,
        dataType,
        unit === '' ? undefined : unit,
        nodata ?? undefined,
      ]);
      expect(said, place).toEqual(found);
    }
  });

  it('give the statistics of each band as recomputed from the file', () => {
    for (const { place, key, asset, facts } of assets()) {
      for (const [index, { name, statistics }] of asset.bands.entries()) {
        const { minimum, maximum, mean, stddev, validPercent } = facts.bands[index] ?? {};
        const recomputed = key === 'qa' ? [minimum, maximum] : [minimum, maximum, mean, stddev];
        const said = key === 'qa' ? ['minimum', 'maximum'] : ['minimum', 'maximum', 'mean', 'stddev'];
        expectClose(
          [...said, 'valid_percent'].map((kind) => statistics[kind]),
          [...recomputed, validPercent],
          1e-9,
          `${place} ${name}`,
        );
      }
    }
  });

  it('name every QA bit that is set in a file', () => {
    for (const { place, key, asset, facts } of assets()) {
      if (key !== 'qa') continue;
      const named = (asset['classification:bitfields'] ?? []).map(({ offset }) => offset);
      // The maximum's highest bit is the highest that is set; examine_maps.py refuses bits 11 to 14.
      const highest = Math.floor(Math.log2(Math.max(facts.bands[0]?.maximum ?? 0, 1)));
      expect(named, place).toEqual(expect.arrayContaining([0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 15]));
      expect(named, place).toContain(highest);
    }
  });
});

function expectClose(
  found: readonly (number | undefined)[],
  expected: readonly (number | undefined)[],
  relative: number,
  place: string,
): void {
  expect(found.length, place).toBe(expected.length);
  for (const [index, value] of expected.entries()) {
    const other = found[index];
    expect(typeof other, place).toBe(typeof value);
    if (value === undefined || other === undefined) continue;
    expect(Math.abs(other - value), `${place} [${index}]: ${other} is not ${value}`).toBeLessThanOrEqual(
      relative * Math.max(1, Math.abs(value)),
    );
  }
}
