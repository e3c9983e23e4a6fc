import { describe, expect, it } from 'vitest';
import { encodeDocument } from '../../../lib/product/json-document.ts';
import { itemKey } from '../../../lib/product/keys.ts';
import { parseLiveItem } from '../../../lib/product/live-item.ts';
import { QA_BITS } from '../../../lib/product/qa-bits.ts';
import { stacItem } from '../../../lib/product/stac-item.ts';
import { hasStacSchemas, stacValidator } from '../../support/stac-validator.ts';
import { DESCRIPTION, PRODUCT, RUN } from './sample-item.ts';

const ACROSS_180 = {
  ...DESCRIPTION,
  outline: [
    [179, -17],
    [181.5, -16.5],
    [181.2, -15],
    [178.8, -15.5],
    [179, -17],
  ],
  window: { perDegree: 112, column: 40_186, row: 11_760, width: 302, height: 224 },
} as const;

describe('stacItem', () => {
  const item = stacItem(DESCRIPTION);

  it('says everything about a map but nothing about the run that made it', () => {
    expect(item.properties).toEqual({
      title: 'Soil moisture 1 km, S1A, 2021-08-09 17:39 UTC',
      datetime: '2021-08-09T17:40:05.653289Z',
      start_datetime: '2021-08-09T17:39:53.153776Z',
      end_datetime: '2021-08-09T17:40:18.152802Z',
      license: 'CC-BY-4.0',
      platform: 'sentinel-1a',
      constellation: 'sentinel-1',
      instruments: ['c-sar'],
      gsd: 1000,
      version: 'a1b2c3d4e5f6',
      'proj:code': 'EPSG:4326',
      'proj:shape': [68, 90],
      'proj:transform': [1 / 112, 0, 20_546 / 112 - 180, 0, -1 / 112, 44],
      'proj:bbox': [20_546 / 112 - 180, 90 - 5_220 / 112, 20_636 / 112 - 180, 44],
      'product:type': 'SM1km',
      'product:timeliness': 'PT3H',
      'product:timeliness_category': 'NRT-3h',
      'product:acquisition_type': 'nominal',
      'processing:level': 'L2',
      'processing:version': '0.1.0',
      'processing:software': { 's2mp-nrt': '0.1.0', 'Sentinel-1 IPF': '003.31' },
      'processing:lineage': expect.stringContaining('Sentinel-2 NDVI'),
      'sar:instrument_mode': 'IW',
      'sar:frequency_band': 'C',
      'sar:center_frequency': 5.405000454,
      'sar:polarizations': ['VV'],
      'sar:observation_direction': 'right',
      'sat:absolute_orbit': 39_156,
      'sat:relative_orbit': 59,
      'sat:orbit_state': 'ascending',
      'sat:platform_international_designator': '2014-016A',
      's2mp:run': RUN,
      's2mp:source_product': PRODUCT,
      's2mp:source_processed': '2021-08-09T19:20:00.000000Z',
      's2mp:datatake_id': '049F13',
      's2mp:slice_number': 7,
      's2mp:total_slices': 20,
      's2mp:noise': 'range-azimuth',
      's2mp:heights': 'dem-egm',
      's2mp:model': { name: 's2mp-vv', prior: 'none', sha256: 'ab'.repeat(32) },
      's2mp:landcover_year': 2019,
      's2mp:ndvi': [{ tile: 'N43E003', date: '2021-08-15', age_days: 6 }],
      's2mp:max_ndvi_age_days': 20,
      's2mp:error_correlation': 0.25,
      's2mp:cells': { total: 6_120, observed: 4_000, retrieved: 3_000, recommended: 2_500 },
      's2mp:mean_sm': 0.2125,
      's2mp:valid_percent': 62.5,
    });
  });

  it('has the footprint as geometry', () => {
    expect([item.geometry, item.bbox]).toEqual([
      {
        type: 'Polygon',
        coordinates: [
          [
            [3.5, 43.4],
            [4.25, 43.5],
            [4.2, 44],
            [3.45, 43.9],
            [3.5, 43.4],
          ],
        ],
      },
      [3.45, 43.4, 4.25, 44],
    ]);
  });

  it('describes each asset and its bands', () => {
    expect(item.assets.sm).toEqual({
      href: './a1b2c3d4e5f6/sm.tif',
      title: 'Soil moisture',
      description: expect.any(String),
      type: 'image/tiff; application=geotiff; profile=cloud-optimized',
      roles: ['data'],
      'proj:code': 'EPSG:4326',
      'proj:shape': [68, 90],
      'proj:transform': item.properties['proj:transform'],
      'proj:bbox': item.properties['proj:bbox'],
      'file:size': 12_345,
      'file:checksum': `1220${'1'.repeat(64)}`,
      bands: [
        {
          name: 'sm',
          description: 'Volumetric surface soil moisture',
          data_type: 'float32',
          unit: 'm3 m-3',
          nodata: 'nan',
          'raster:sampling': 'area',
          'raster:spatial_resolution': 1000,
          statistics: { minimum: 0.05, maximum: 0.35, mean: 0.2, stddev: 0.06, valid_percent: 75 },
        },
      ],
    });
    const bands = item.assets.inputs.bands.map(({ name, unit }) => [name, unit]);
    expect(bands).toEqual([
      ['sigma0_vv', 'dB'],
      ['incidence', 'degree'],
      ['ndvi', '1'],
      ['ndvi_age', 'd'],
      ['n_100m', '1'],
      ['crop_fraction', '1'],
      ['herbaceous_fraction', '1'],
      ['sm_stddev', 'm3 m-3'],
      ['acquisition_time', 's'],
    ]);
  });

  it('names every QA bit in use, and no nodata in the QA band', () => {
    const used = Object.values(QA_BITS).filter(({ inUse }) => inUse);
    const named = item.assets.qa['classification:bitfields']?.map(({ offset, name }) => [offset, name]);
    expect(named).toEqual(used.map(({ bit, name }) => [bit, name]));
    expect(item.assets.qa.bands[0]).not.toHaveProperty('nodata');
  });

  it('links relatively, so that each link resolves from the key of the item', () => {
    const key = itemKey(item.collection, item.id);
    expect(key).toBe(
      'collections/s2mp-s1s2/2021/08/09/S1A_IW_20210809T173953_039156_049F13/S1A_IW_20210809T173953_039156_049F13.json',
    );
    const resolved = item.links.map(({ rel, href }) => [rel, new URL(href, `store:///${key}`).pathname.slice(1)]);
    expect(resolved).toEqual([
      ['root', 'collections/s2mp-s1s2/collection.json'],
      ['parent', 'collections/s2mp-s1s2/collection.json'],
      ['collection', 'collections/s2mp-s1s2/collection.json'],
      ['derived_from', `scenes/${PRODUCT}.SAFE/manifest.safe`],
      ['processing-execution', `receipts/${RUN}.json`],
    ]);
    expect(new URL(item.assets.qa.href, `store:///${key}`).pathname).toBe(
      '/collections/s2mp-s1s2/2021/08/09/S1A_IW_20210809T173953_039156_049F13/a1b2c3d4e5f6/qa.tif',
    );
  });

  it('leaves out what a product does not say', () => {
    const { acquisition, source } = DESCRIPTION;
    const { sliceNumber: _, totalSlices: __, platformDesignator: ___, ...bare } = acquisition;
    const poor = stacItem({
      ...DESCRIPTION,
      acquisition: { ...bare, timeliness: 'Off-line' },
      source: { ...source, key: undefined },
      summary: { ...DESCRIPTION.summary, retrieved: 0, recommended: 0, meanSm: undefined },
    });
    const absent = [
      'product:timeliness',
      'product:timeliness_category',
      'sat:platform_international_designator',
      's2mp:slice_number',
      's2mp:total_slices',
      's2mp:mean_sm',
    ];
    for (const name of absent) expect(poor.properties).not.toHaveProperty([name]);
    expect(poor.links.map(({ rel }) => rel)).not.toContain('derived_from');
  });

  it('is refused when a part of it is no part of an item', () => {
    const broken = { ...DESCRIPTION, run: 'abc' };
    expect(() => stacItem(broken)).toThrow(/^collections\/s2mp-s1s2\/.*properties\.s2mp:run/);
    const noStatistics = { ...DESCRIPTION.assets, inputs: { ...DESCRIPTION.assets.inputs, statistics: [] } };
    expect(() => stacItem({ ...DESCRIPTION, assets: noStatistics })).toThrow(/no statistics of band sigma0_vv/);
  });

  it('tells other code which acquisition, source and cells it shows', () => {
    const { platform, absoluteOrbit, dataTakeId, startUs, stopUs } = DESCRIPTION.acquisition;
    const { product, processedUs } = DESCRIPTION.source;
    expect(parseLiveItem('key', encodeDocument(item))).toEqual({
      collection: 's2mp-s1s2',
      item: item.id,
      run: RUN,
      acquisition: { platform, absoluteOrbit, dataTakeId, startUs, stopUs },
      source: { product, processedUs },
      window: DESCRIPTION.window,
    });
    expect(parseLiveItem('key', encodeDocument(stacItem(ACROSS_180))).window).toEqual(ACROSS_180.window);
  });

  it('splits the geometry at the antimeridian and lets the raster run on', () => {
    const across = stacItem(ACROSS_180);
    expect(across.properties['proj:bbox']).toEqual([40_186 / 112 - 180, -17, 40_488 / 112 - 180, -15]);
    expect(across.bbox).toEqual([178.8, -17, -178.5, -15]);
    expect(across.geometry.type).toBe('MultiPolygon');
  });
});

describe.skipIf(!hasStacSchemas)('stacItem, against the published schemas (skipped without ../shared/data)', () => {
  const problems = hasStacSchemas ? stacValidator() : () => [];

  it('validates, also across the antimeridian and with little known', () => {
    const { platform, absoluteOrbit, dataTakeId, startUs, stopUs } = DESCRIPTION.acquisition;
    const bare = { platform, absoluteOrbit, dataTakeId, startUs, stopUs, relativeOrbit: 59, radarFrequencyHz: 5.405e9 };
    const poor = { ...DESCRIPTION, acquisition: { ...bare, pass: 'DESCENDING' as const } };
    expect([DESCRIPTION, ACROSS_180, poor].flatMap((description) => problems(stacItem(description)))).toEqual([]);
  });

  it.each([
    ['common metadata', (item: Item) => ({ ...item, properties: { ...item.properties, platform: 5 } })],
    ['bands', (item: Item) => withSm(item, { bands: [{ name: 'sm', data_type: 'real' }] })],
    ['file extension', (item: Item) => withSm(item, { 'file:checksum': 'none' })],
    ['sat extension', (item: Item) => ({ ...item, properties: { ...item.properties, 'sat:orbit_state': 'up' } })],
    ['projection extension', (item: Item) => withSm(item, { 'proj:shape': [1] })],
  ])('notices a defect of %s', (_, spoil) => {
    expect(problems(spoil(stacItem(DESCRIPTION)) as unknown as Item)).not.toEqual([]);
  });
});

type Item = ReturnType<typeof stacItem>;

function withSm(item: Item, change: object) {
  return { ...item, assets: { ...item.assets, sm: { ...item.assets.sm, ...change } } };
}
