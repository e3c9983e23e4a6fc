import { itemIdOf } from '../../../lib/product/acquisition.ts';
import type { BandStatistics } from '../../../lib/product/band-statistics.ts';
import type { ItemDescription } from '../../../lib/product/stac-item.ts';

export const RUN = 'a1b2c3d4e5f6'.padEnd(64, '0');
export const PRODUCT = 'S1A_IW_GRDH_1SDV_20210809T173953_20210809T174018_039156_049F13_6FF8';

const ACQUISITION = {
  platform: 'S1A',
  absoluteOrbit: 39_156,
  dataTakeId: 0x049f13,
  startUs: Date.UTC(2021, 7, 9, 17, 39, 53) * 1000 + 153_776,
  stopUs: Date.UTC(2021, 7, 9, 17, 40, 18) * 1000 + 152_802,
};

const statistics: BandStatistics = { minimum: 0.05, maximum: 0.35, mean: 0.2, stddev: 0.06, valid_percent: 75 };
const written = (bands: number, digit: string) => ({
  size: 12_345,
  checksum: `1220${digit.repeat(64)}`,
  statistics: Array.from({ length: bands }, () => statistics),
});

/** A small map near Montpellier. */
export const DESCRIPTION: ItemDescription = {
  collection: 's2mp-s1s2',
  item: itemIdOf(ACQUISITION),
  run: RUN,
  license: 'CC-BY-4.0',
  acquisition: {
    ...ACQUISITION,
    relativeOrbit: 59,
    pass: 'ASCENDING',
    radarFrequencyHz: 5.405000454e9,
    platformDesignator: '2014-016A',
    sliceNumber: 7,
    totalSlices: 20,
    timeliness: 'NRT-3h',
  },
  source: {
    product: PRODUCT,
    processedUs: Date.UTC(2021, 7, 9, 19, 20, 0) * 1000,
    ipfVersion: '003.31',
    noise: 'range-azimuth',
    key: `scenes/${PRODUCT}.SAFE/manifest.safe`,
  },
  outline: [
    [3.5, 43.4],
    [4.25, 43.5],
    [4.2, 44],
    [3.45, 43.9],
    [3.5, 43.4],
  ],
  window: { perDegree: 112, column: 20_546, row: 5_152, width: 90, height: 68 },
  assets: { sm: written(1, '1'), uncertainty: written(1, '2'), qa: written(1, '3'), inputs: written(9, '4') },
  summary: { cells: 6_120, observed: 4_000, retrieved: 3_000, recommended: 2_500, meanSm: 0.2125 },
  retrieval: {
    codeVersion: '0.1.0',
    model: { name: 's2mp-vv', prior: 'none', sha256: 'ab'.repeat(32) },
    errorCorrelation: 0.25,
    maxNdviAgeDays: 20,
    heights: 'dem-egm',
    landcoverYear: 2019,
    ndvi: [{ tile: 'N43E003', date: '2021-08-15', ageDays: 6 }],
  },
};
