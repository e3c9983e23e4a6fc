import { InputError } from '../errors/input.error.ts';
import type { ProductName } from './product-name.ts';
import { parseProductName } from './product-name.ts';

const REMEDY = 'Give an IW GRDH product with VV polarisation (S1x_IW_GRDH_1SDV_… or 1SSV).';

/** The cheapest judgement: what the name alone says. Throws InputError `unsupported-product` or `no-vv`. */
export function requireIwGrdhVv(product: string, where: string = product): ProductName {
  const name = parseProductName(product);
  if (!name) throw new InputError('unsupported-product', where, `"${product}" is no Sentinel-1 product name`, REMEDY);
  const { mode, type, resolution, productClass, polarisation } = name;
  if (mode !== 'IW' || type !== 'GRD' || resolution !== 'H') {
    const found = `${mode} ${type}${resolution === '_' ? '' : resolution}`;
    throw new InputError('unsupported-product', where, `this is a ${found} product, not IW GRDH`, REMEDY);
  }
  if (productClass !== 'S') {
    throw new InputError('unsupported-product', where, `this is an annotation product (class ${productClass})`, REMEDY);
  }
  if (!['SV', 'DV', 'VV'].includes(polarisation)) {
    throw new InputError('no-vv', where, `polarisation ${polarisation} has no VV image`, REMEDY);
  }
  return name;
}
