import { describe, expect, it } from 'vitest';
import { failureFingerprint } from '../../../lib/product/failure-fingerprint.ts';
import { encodeReceipt, parseReceipt, type Receipt } from '../../../lib/product/receipt.ts';
import { relativeLink } from '../../../lib/product/relative-link.ts';
import { PRODUCT, RUN } from './sample-item.ts';

const RECEIPT: Receipt = {
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

describe('receipt', () => {
  it('is read back from its bytes', () => {
    expect(parseReceipt('receipts/x.json', encodeReceipt(RECEIPT))).toEqual(RECEIPT);
  });

  it('is refused with its key and the field that is wrong', () => {
    const bytes = new TextEncoder().encode(JSON.stringify({ ...RECEIPT, stages: [{ stage: 'x', seconds: -1 }] }));
    expect(() => parseReceipt('receipts/x.json', bytes)).toThrow(/^receipts\/x\.json: stages\.0\.seconds: /);
  });
});

describe('failureFingerprint', () => {
  const error = (message: string) => failureFingerprint('write', { name: 'Error', message });

  it('is the same for one cause, whatever scene, key or number it speaks of', () => {
    const a = error(`ENOSPC: no space left on device, write /data/${PRODUCT}/sm.tif at 4096`);
    const b = error(`ENOSPC: no space left on device, write /store/S1C_IW_GRDH_X/qa.tif at 77`);
    expect([a, a.length]).toEqual([b, 12]);
  });

  it('differs by stage, kind and message', () => {
    const others = [
      error('a'),
      error('b'),
      failureFingerprint('network', { name: 'Error', message: 'a' }),
      failureFingerprint('write', { name: 'RangeError', message: 'a' }),
    ];
    expect(new Set(others).size).toBe(4);
  });
});

describe('relativeLink', () => {
  it.each([
    ['a/b/c.json', 'a/b/d/e.tif', './d/e.tif'],
    ['a/b/c.json', 'a/x.json', '../x.json'],
    ['a/b/c.json', 'z/y.json', '../../z/y.json'],
    ['c.json', 'd e.json', './d%20e.json'],
  ])('from %s to %s', (from, to, href) => {
    expect(relativeLink(from, to)).toBe(href);
  });
});
