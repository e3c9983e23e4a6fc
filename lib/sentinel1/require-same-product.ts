import { InputError } from '../errors/input.error.ts';
import type { Annotation } from './annotation.ts';
import type { ProductName } from './product-name.ts';
import { formatUtcUs } from './utc-time.ts';

/** Names give whole seconds. */
const TOLERANCE_US = 2e6;

/** A file that strayed in from another product would put the map in its place. Throws InputError('invalid-annotation'). */
export function requireSameProduct(product: ProductName, annotation: Annotation, where: string): void {
  const { platform, absoluteOrbit, dataTakeId, firstLineTimeUs } = annotation;
  const isSame =
    platform === product.platform &&
    absoluteOrbit === product.absoluteOrbit &&
    dataTakeId === Number.parseInt(product.dataTakeId, 16) &&
    Math.abs(firstLineTimeUs - product.startUs) <= TOLERANCE_US;
  if (isSame) return;
  const found = `${platform}, orbit ${absoluteOrbit}, data take ${dataTakeId.toString(16).toUpperCase()}`;
  throw new InputError(
    'invalid-annotation',
    where,
    `this is of another product: ${found}, starting ${formatUtcUs(firstLineTimeUs)}`,
    `Give the annotation of ${product.name}.`,
  );
}
