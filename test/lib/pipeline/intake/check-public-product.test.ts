import { describe, expect, it } from 'vitest';
import { checkPublicProduct } from '../../../../lib/pipeline/intake/check-public-product.ts';

const product = { mode: 'IW', productType: 'GRD', polarization: 'DV', footprint: [] };
const reasonOf = (change: Partial<typeof product>) => {
  try {
    checkPublicProduct({ ...product, ...change }, 'GRD/2021/8/9/IW/DV/X');
    return undefined;
  } catch (error) {
    return error;
  }
};

describe('checkPublicProduct', () => {
  it.each([{}, { polarization: 'SV' }])('lets IW GRD with VV pass: %o', (change) => {
    expect(reasonOf(change)).toBeUndefined();
  });

  it.each([
    [{ mode: 'EW' }, 'unsupported-product', 'GRD/2021/8/9/IW/DV/X: the message announces a EW GRD product. '],
    [{ productType: 'SLC' }, 'unsupported-product', 'GRD/2021/8/9/IW/DV/X: the message announces a IW SLC product. '],
    [{ polarization: 'DH' }, 'no-vv', 'GRD/2021/8/9/IW/DV/X: the message announces polarisation DH, without VV. '],
    [{ polarization: 'SH' }, 'no-vv', 'GRD/2021/8/9/IW/DV/X: the message announces polarisation SH, without VV. '],
  ])('refuses %o', (change, reason, message) => {
    const todo = 'Only IW GRDH products of polarisation SV or DV can be processed.';
    expect(reasonOf(change)).toMatchObject({ reason, message: message + todo });
  });
});
