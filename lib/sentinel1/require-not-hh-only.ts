import { InputError } from '../errors/input.error.ts';

const OTHER_CO_POLARISATION = /^annotation\/(?:s1[a-z]-iw-grd-|iw-)(?:hh|hv)\b[^/]*\.xml$/;

/**
 * For a product without a VV annotation: if it has one of HH or HV it never had VV, and waiting for it is in vain.
 * Throws InputError('no-vv').
 */
export function requireNotHhOnly(files: readonly { readonly path: string }[], where: string): void {
  const other = files.find(({ path }) => OTHER_CO_POLARISATION.test(path));
  if (!other) return;
  const todo = 'Give an IW GRDH product with VV polarisation.';
  throw new InputError('no-vv', where, `the product holds ${other.path} but no VV annotation`, todo);
}
