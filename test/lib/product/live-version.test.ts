import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compareSources, laterSource, type SourceVersion } from '../../../lib/product/live-version.ts';

const name = (suffix: string) => `S1A_IW_GRDH_1SDV_20210809T173953_20210809T174018_039156_049F13_${suffix}`;
const version = (suffix: string, processedUs: number): SourceVersion => ({ product: name(suffix), processedUs });

describe('laterSource', () => {
  it.each([
    ['the later processing time', version('FFFF', 1), version('0000', 2), '0000'],
    ['at equal times the greater suffix', version('6FF8', 5), version('70A0', 5), '70A0'],
    ['at equal times and suffixes the greater name', version('6FF8', 5), version('6FF8_COG', 5), '6FF8_COG'],
    ['the suffix before the ending', version('7000', 5), version('6FF8_COG', 5), '7000'],
  ])('is the one with %s', (_, a, b, suffix) => {
    expect([laterSource(a, b).product, laterSource(b, a).product]).toEqual([name(suffix), name(suffix)]);
  });

  it('does not depend on the order of arrival', () => {
    const versions = fc.array(
      fc.record({ suffix: fc.constantFrom('0001', '6FF8', '6ff8', 'A000', 'A000_COG'), processedUs: fc.nat(3) }),
      { minLength: 1, maxLength: 6 },
    );
    fc.assert(
      fc.property(versions, fc.infiniteStream(fc.nat()), (list, order) => {
        const sources = list.map(({ suffix, processedUs }) => version(suffix, processedUs));
        const shuffled = sources.map((source) => ({ source, at: order.next().value ?? 0 })).sort((a, b) => a.at - b.at);
        expect(shuffled.map(({ source }) => source).reduce(laterSource)).toEqual(sources.reduce(laterSource));
      }),
    );
  });

  it('orders totally: 0 for the same product only', () => {
    expect(compareSources(version('6FF8', 1), version('6FF8', 1))).toBe(0);
    expect(compareSources(version('6FF8', 1), version('6ff8', 1))).not.toBe(0);
  });
});
