import { describe, expect, it } from 'vitest';
import { failureFingerprint } from '../../../lib/product/failure-fingerprint.ts';
import { encodeReceipt, parseReceipt } from '../../../lib/product/receipt.ts';
import { relativeLink } from '../../../lib/product/relative-link.ts';
import { PRODUCT } from './sample-item.ts';
import { SAMPLE_RECEIPT } from './sample-receipt.ts';

describe('receipt', () => {
  it('is read back from its bytes', () => {
    expect(parseReceipt('receipts/x.json', encodeReceipt(SAMPLE_RECEIPT))).toEqual(SAMPLE_RECEIPT);
  });

  it('is refused with its key and the field that is wrong', () => {
    const bytes = new TextEncoder().encode(
      JSON.stringify({ ...SAMPLE_RECEIPT, stages: [{ stage: 'x', seconds: -1 }] }),
    );
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
