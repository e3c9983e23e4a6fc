import { InputError } from '../errors/input.error.ts';
import type { RangeSource } from '../raster/range-source.ts';
import type { Annotation } from './annotation.ts';
import { parseAnnotation } from './parse-annotation.ts';
import { parseProductName } from './product-name.ts';
import { readXmlFile } from './read-xml-file.ts';
import { replaceOrbit } from './replace-orbit.ts';
import { requireNotHhOnly } from './require-not-hh-only.ts';
import { requireSameProduct } from './require-same-product.ts';
import { requireSoundGeometry } from './require-sound-geometry.ts';
import type { SceneFiles } from './scene-files.ts';
import { findVvFiles, VV_FILE_EXAMPLES } from './vv-files.ts';

/** Where a product's annotation was copied out of its folder `annotation`; never that of a product farther down. */
const VV_ANNOTATION = /^(?:s1[a-z]-iw-grd-vv-[^/]*|iw-vv)\.xml$/;

/**
 * The VV annotation of a product and nothing else of it: all that geolocation needs, so any other file may be absent.
 *
 * @param orbit a precise-orbit file to take the orbit from
 * @throws InputError
 */
export async function openAnnotation(files: SceneFiles, orbit?: RangeSource): Promise<Annotation> {
  const listed = await files.list();
  const found = findVvFiles(listed).annotation ?? listed.find(({ path }) => VV_ANNOTATION.test(path));
  if (!found) requireNotHhOnly(listed, files.name);
  const source = found && (await files.open(found.path));
  if (!source) {
    const what = `the product has no ${VV_FILE_EXAMPLES.annotation}`;
    throw new InputError('incomplete', files.name, what, 'Give a product, or an annotation file itself.');
  }
  const product = parseProductName(files.product);
  return readAnnotation(source, orbit, (annotation) => {
    if (annotation.polarisation !== 'VV') throw unsuitable('no-vv', annotation, source.name);
    if (product) requireSameProduct(product, annotation, source.name);
  });
}

/** An annotation file by itself; of any polarisation, for all have the same geometry. */
export async function readAnnotation(
  source: RangeSource,
  orbit?: RangeSource,
  check: (annotation: Annotation) => void = () => {},
): Promise<Annotation> {
  const annotation = parseAnnotation(await readXmlFile(source, 'invalid-annotation'), source.name);
  if (annotation.mode !== 'IW' || annotation.productType !== 'GRD') {
    throw unsuitable('unsupported-product', annotation, source.name);
  }
  check(annotation);
  requireSoundGeometry(annotation, source.name);
  return orbit ? (await replaceOrbit(annotation, orbit)).annotation : annotation;
}

function unsuitable(reason: 'no-vv' | 'unsupported-product', annotation: Annotation, where: string): InputError {
  const { mode, productType, polarisation } = annotation;
  const what = `this describes a ${mode} ${productType} image of ${polarisation}`;
  return new InputError(reason, where, what, 'Give an IW GRDH product with VV polarisation.');
}
