import { mkdir, mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { renderSmallWorld } from '../lib/pipeline/bad-input/small-world.ts';

/** A small scene with everything that `s2mp retrieve` takes, below one folder. */
export interface SceneOnDisk {
  readonly folder: string;
  readonly product: string;
  readonly scene: string;
  /** `--scene … --landcover … --ndvi … --dem …` */
  readonly inputs: readonly string[];
}

/** Where the tiles of the store lie on the disk. */
const FOLDERS: readonly (readonly [key: string, folder: string])[] = [
  ['landcover/2019/', 'landcover/'],
  ['ndvi/filled/', 'ndvi/'],
  ['ndvi/s3/', 'ndvi-s3/'],
  ['scenes/', ''],
  ['dem/', 'dem/'],
];

/** The caller removes the folder. */
export async function writeScene(): Promise<SceneOnDisk> {
  const folder = await mkdtemp(join(tmpdir(), 's2mp-cli-'));
  const { files, product } = await renderSmallWorld();
  for (const [key, bytes] of files) {
    const [prefix, below] = FOLDERS.find(([start]) => key.startsWith(start)) ?? ['', ''];
    const path = join(folder, below, key.slice(prefix.length));
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, bytes);
  }
  const scene = join(folder, `${product}.SAFE`);
  const inputs = ['landcover', 'ndvi', 'dem'].flatMap((name) => [`--${name}`, join(folder, name)]);
  return { folder, product, scene, inputs: ['--scene', scene, ...inputs] };
}
