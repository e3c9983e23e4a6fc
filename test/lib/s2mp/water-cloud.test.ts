import { describe, expect, it } from 'vitest';
import { waterCloud } from '../../../lib/s2mp/water-cloud.ts';

const COS_40 = Math.cos((40 * Math.PI) / 180);

describe('waterCloud', () => {
  it.each([
    // Published A_VV, B_VV and A_VH, B_VH at 40°: T² and the vegetation term in dB, computed independently.
    { ndvi: 0.2, a: 0.095, b: 0.5513, transmission: 0.7499, vegetationDb: -24.39 },
    { ndvi: 0.6, a: 0.095, b: 0.5513, transmission: 0.4216, vegetationDb: -15.98 },
    { ndvi: 0.2, a: 0.0413, b: 1.1662, transmission: 0.5439, vegetationDb: -25.4 },
    { ndvi: 0.6, a: 0.0413, b: 1.1662, transmission: 0.1609, vegetationDb: -17.98 },
  ])('attenuates and adds as published: NDVI $ndvi, A $a', ({ ndvi, a, b, transmission, vegetationDb }) => {
    const vegetation = waterCloud(0, COS_40, ndvi, a, b);
    expect(10 * Math.log10(vegetation)).toBeCloseTo(vegetationDb, 2);
    expect(waterCloud(1, COS_40, ndvi, a, b) - vegetation).toBeCloseTo(transmission, 4);
  });

  it('leaves bare soil as it is', () => {
    expect(waterCloud(0.123, COS_40, 0, 0.095, 0.5513)).toBe(0.123);
  });
});
