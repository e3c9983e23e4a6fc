import { InputError } from '../../errors/input.error.ts';
import type { PublicProduct } from '../arrivals/arrival.ts';

const REMEDY = 'Only IW GRDH products of polarisation SV or DV can be processed.';

/**
 * What the public topic's message says of a scene: its members decide, not the name in its path. The resolution is
 * absent or null in older messages, so it is left to the name.
 *
 * @throws InputError `unsupported-product` or `no-vv`
 */
export function checkPublicProduct({ mode, productType, polarization }: PublicProduct, where: string): void {
  if (mode !== 'IW' || productType !== 'GRD') {
    throw new InputError(
      'unsupported-product',
      where,
      `the message announces a ${mode} ${productType} product`,
      REMEDY,
    );
  }
  if (polarization !== 'SV' && polarization !== 'DV') {
    throw new InputError('no-vv', where, `the message announces polarisation ${polarization}, without VV`, REMEDY);
  }
}
