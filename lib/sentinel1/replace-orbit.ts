import { createHash } from 'node:crypto';
import type { RangeSource } from '../raster/range-source.ts';
import type { Annotation } from './annotation.ts';
import type { OrbitKind } from './orbit-kind.ts';
import { parsePreciseOrbit } from './precise-orbit.ts';
import { readXmlFile } from './read-xml-file.ts';
import { requireConsistentGeometry } from './require-consistent-geometry.ts';

/** The orbit file that took the place of the annotation's orbit. */
export interface OrbitFile {
  readonly kind: OrbitKind;
  /** `orbits/<file name>`: without the folder it came from, so that the same file elsewhere has the same identity. */
  readonly path: string;
  /** Of the whole file. */
  readonly sha256: string;
}

/**
 * The annotation with the orbit of a precise-orbit file instead of its own. The geolocation grid must still fit.
 *
 * @throws InputError('invalid-orbit')
 */
export async function replaceOrbit(
  annotation: Annotation,
  source: RangeSource,
): Promise<{ readonly annotation: Annotation; readonly orbitFile: OrbitFile }> {
  const bytes = await readXmlFile(source, 'invalid-orbit', 'orbit file');
  const { kind, states } = parsePreciseOrbit(bytes, source.name, annotation);
  const replaced = { ...annotation, orbit: states };
  requireConsistentGeometry(replaced, source.name, 'orbit file');
  const fileName = source.name.slice(Math.max(source.name.lastIndexOf('/'), source.name.lastIndexOf('\\')) + 1);
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  return { annotation: replaced, orbitFile: { kind, path: `orbits/${fileName}`, sha256 } };
}
