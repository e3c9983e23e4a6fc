import { describe, expect, it } from 'vitest';
import { COLLECTION_IDS } from '../../../lib/product/collection-id.ts';
import { type CollectionDescription, stacCollection } from '../../../lib/product/stac-collection.ts';
import { hasStacSchemas, stacValidator } from '../../support/stac-validator.ts';

const MONTPELLIER = [3.1, 43.4, 4.3, 44.1] as const;
const FIJI = [177, -19, 181, -16] as const;
const describeWith = (areas: CollectionDescription['areas']): CollectionDescription => ({
  collection: 's2mp-s1s3',
  license: 'CC-BY-4.0',
  areas,
});

describe('stacCollection', () => {
  it('has the one area as its extent', () => {
    expect(stacCollection(describeWith([MONTPELLIER])).extent).toEqual({
      spatial: { bbox: [[3.1, 43.4, 4.3, 44.1]] },
      temporal: { interval: [['2014-10-03T00:00:00Z', null]] },
    });
  });

  it('puts the box around all areas before each of several, longitudes within 180', () => {
    expect(stacCollection(describeWith([MONTPELLIER, FIJI])).extent.spatial.bbox).toEqual([
      [3.1, -19, -179, 44.1],
      [3.1, 43.4, 4.3, 44.1],
      [177, -19, -179, -16],
    ]);
    expect(stacCollection(describeWith([[-180, -60, 180, 80]])).extent.spatial.bbox).toEqual([[-180, -60, 180, 80]]);
  });

  it('depends on the configuration alone and links to no item', () => {
    const collection = stacCollection(describeWith([MONTPELLIER]));
    expect(stacCollection(describeWith([MONTPELLIER]))).toEqual(collection);
    expect(collection.links).toEqual([{ rel: 'root', href: './collection.json', type: 'application/json' }]);
    expect(Object.keys(collection.item_assets)).toEqual(['sm', 'uncertainty', 'qa', 'inputs']);
  });

  it('refuses to be made without an area or with a license that is no SPDX id', () => {
    expect(() => stacCollection(describeWith([]))).toThrow(/at least one area/);
    expect(() => stacCollection({ ...describeWith([MONTPELLIER]), license: 'free for all' })).toThrow(
      /^collections\/s2mp-s1s3\/collection\.json: license/,
    );
  });

  it.skipIf(!hasStacSchemas)('validates against the published schemas (skipped without ../shared/data)', () => {
    const problems = stacValidator();
    const documents = COLLECTION_IDS.flatMap((collection) =>
      [[MONTPELLIER], [MONTPELLIER, FIJI]].map((areas) => stacCollection({ collection, license: 'CC-BY-4.0', areas })),
    );
    expect(documents.flatMap(problems)).toEqual([]);
  });
});
