import { existsSync, globSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type RangeSource, readAll, sourceOfBytes } from '../../../lib/raster/range-source.ts';
import type { Annotation } from '../../../lib/sentinel1/annotation.ts';
import { parseManifest } from '../../../lib/sentinel1/manifest.ts';
import { parseAnnotation } from '../../../lib/sentinel1/parse-annotation.ts';
import type { SceneFiles } from '../../../lib/sentinel1/scene-files.ts';
import { findVvFiles } from '../../../lib/sentinel1/vv-files.ts';
import { zipSceneFiles } from '../../../lib/sentinel1/zip-scene-files.ts';

const folder = fileURLToPath(new URL('../../../../shared/data/sentinel1/', import.meta.url));
if (!existsSync(folder)) console.warn(`${folder} is absent: the tests on real products are skipped`);

function folderFiles(path: string): SceneFiles {
  const sizes = globSync('**/*.{xml,safe,tiff}', { cwd: path }).map((name) => ({
    path: name,
    size: readFileSync(join(path, name)).length,
  }));
  return {
    name: path,
    product: basename(path).replace(/\.SAFE$/, ''),
    list: async () => sizes,
    open: async (name) => {
      const found = sizes.some((file) => file.path === name);
      return found ? sourceOfBytes(join(path, name), readFileSync(join(path, name))) : undefined;
    },
  };
}

/** Three real products: two zips and one SAFE folder, none with pixels. Empty where the shared data are absent. */
export const realProducts: readonly SceneFiles[] = [
  ...(await Promise.all(
    globSync('*.zip', { cwd: folder }).map((name) =>
      zipSceneFiles(sourceOfBytes(name, readFileSync(join(folder, name)))),
    ),
  )),
  ...globSync('*.SAFE', { cwd: folder }).map((name) => folderFiles(join(folder, name))),
].sort((a, b) => (a.product < b.product ? -1 : 1));

export async function openVv(files: SceneFiles, role: 'manifest' | 'annotation' | 'calibration' | 'noise') {
  const path = findVvFiles(await files.list())[role]?.path ?? '';
  const source: RangeSource | undefined = await files.open(path);
  if (!source) throw new Error(`${files.product} has no ${role}`);
  return { bytes: await readAll(source), name: source.name };
}

export interface RealAnnotation {
  readonly product: string;
  readonly ipf: string;
  readonly annotation: Annotation;
}

export const realAnnotations: readonly RealAnnotation[] = await Promise.all(
  realProducts.map(async (files) => {
    const manifest = await openVv(files, 'manifest');
    const { bytes, name } = await openVv(files, 'annotation');
    return {
      product: files.product,
      ipf: parseManifest(manifest.bytes, manifest.name).ipfVersion,
      annotation: parseAnnotation(bytes, name),
    };
  }),
);
