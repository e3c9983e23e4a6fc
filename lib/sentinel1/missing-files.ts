import { parseManifest } from './manifest.ts';
import { readXmlFile } from './read-xml-file.ts';
import { requireNotHhOnly } from './require-not-hh-only.ts';
import type { SceneFiles } from './scene-files.ts';
import { findVvFiles, VV_FILE_EXAMPLES, VV_FILE_ROLES } from './vv-files.ts';

/**
 * What a scene still lacks of the files that a retrieval reads: manifest, VV annotation, calibration, noise, and the
 * VV measurement of the manifest's size. Empty when it is complete. Whatever else the manifest lists may be absent.
 * Throws InputError: `invalid-manifest` for a manifest that cannot be read, `no-vv` for one that lists HH in its place.
 */
export async function missingFiles(files: SceneFiles): Promise<string[]> {
  const present = findVvFiles(await files.list());
  const manifestSource = present.manifest && (await files.open(present.manifest.path));
  if (!manifestSource) return VV_FILE_ROLES.filter((role) => !present[role]).map((role) => VV_FILE_EXAMPLES[role]);
  const manifest = parseManifest(await readXmlFile(manifestSource, 'invalid-manifest'), manifestSource.name);
  const listed = findVvFiles(manifest.files);
  if (!listed.annotation && !present.annotation) requireNotHhOnly(manifest.files, files.name);
  const missing = VV_FILE_ROLES.filter((role) => !present[role]).map(
    (role) => listed[role]?.path ?? VV_FILE_EXAMPLES[role],
  );
  const { measurement } = present;
  // The public bucket holds other encodings of the images under other names: its manifest does not know their size.
  if (measurement && measurement.path === listed.measurement?.path && measurement.size !== listed.measurement.size) {
    missing.push(`${measurement.path} (${measurement.size} of ${listed.measurement.size} bytes)`);
  }
  return missing;
}
