/** What the retrieval reads of a product. */
export type VvFileRole = 'manifest' | 'annotation' | 'calibration' | 'noise' | 'measurement';

/**
 * SAFE names (`s1a-iw-grd-vv-20210809t173953-…-001.xml`, measurement of the COG variant `…-cog.tiff`) and the renamed
 * files of the public bucket `sentinel-s1-l1c` (`iw-vv.xml`).
 */
const PATTERNS: Readonly<Record<VvFileRole, RegExp>> = {
  manifest: /^manifest\.safe$/,
  annotation: /^annotation\/(?:s1[a-z]-iw-grd-vv-[^/]*|iw-vv)\.xml$/,
  calibration: /^annotation\/calibration\/calibration-(?:s1[a-z]-iw-grd-vv-[^/]*|iw-vv)\.xml$/,
  noise: /^annotation\/calibration\/noise-(?:s1[a-z]-iw-grd-vv-[^/]*|iw-vv)\.xml$/,
  measurement: /^measurement\/(?:s1[a-z]-iw-grd-vv-[^/]*|iw-vv)\.tiff$/,
};

/** How a file that is not there is called in a message. */
export const VV_FILE_EXAMPLES: Readonly<Record<VvFileRole, string>> = {
  manifest: 'manifest.safe',
  annotation: 'annotation/…-vv-….xml',
  calibration: 'annotation/calibration/calibration-…-vv-….xml',
  noise: 'annotation/calibration/noise-…-vv-….xml',
  measurement: 'measurement/…-vv-….tiff',
};

export const VV_FILE_ROLES: readonly VvFileRole[] = ['manifest', 'annotation', 'calibration', 'noise', 'measurement'];

/** The files of each role; absent roles are left out. */
export function findVvFiles<File extends { readonly path: string }>(
  files: readonly File[],
): Partial<Record<VvFileRole, File>> {
  const found: Partial<Record<VvFileRole, File>> = {};
  for (const role of VV_FILE_ROLES) {
    const file = files.find(({ path }) => PATTERNS[role].test(path));
    if (file) found[role] = file;
  }
  return found;
}
