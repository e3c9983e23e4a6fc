import type { Receipt } from '../../../lib/product/receipt.ts';
import { PRODUCT, RUN } from './sample-item.ts';

/** A receipt with every member that it must have. */
export const SAMPLE_RECEIPT: Receipt = {
  type: 's2mp-receipt',
  run: RUN,
  collection: 's2mp-s1s2',
  item: 'S1A_IW_20210809T173953_039156_049F13',
  product: PRODUCT,
  scene: { bucket: 'maps', location: `scenes/${PRODUCT}.SAFE` },
  inputs: { scene: [{ path: 'manifest.safe', sha256: 'a'.repeat(64) }], ndvi: [], landcover: [], dem: [] },
  heights: 'annotation-grid',
  model: { name: 's2mp-vv', prior: 'none', sha256: 'b'.repeat(64) },
  parameters: { window: [[1, 2, 3, 4]], maxNdviAgeDays: 20 },
  code: { name: 's2mp-nrt', version: '0.1.0' },
  environment: { node: 'v24.0.0', platform: 'linux', arch: 'x64', cores: 2 },
  outputs: [{ key: 'sm.tif', size: 1, checksum: `1220${'c'.repeat(64)}` }],
  summary: { cells: 4, observed: 3, retrieved: 2, recommended: 1, meanSm: 0.2 },
  times: {
    sensed: '2021-08-09T17:40:18.152802Z',
    arrived: '2021-08-09T20:00:00.000Z',
    started: '2021-08-09T20:00:01.000Z',
    finished: '2021-08-09T20:00:09.000Z',
  },
  stages: [{ stage: 'backscatter', seconds: 7.5 }],
  remarks: ['no DEM: heights of the annotation grid'],
};
