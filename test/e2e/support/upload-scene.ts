import { sceneKey } from '../../../lib/product/keys.ts';
import type { Scene } from '../scenes/scene.ts';
import { putObject } from './store.ts';

/** Puts a product into a bucket as producers do: the manifest last, which announces it. */
export async function uploadScene(bucket: string, scene: Scene): Promise<void> {
  await uploadFiles(bucket, scene, (path) => path !== 'manifest.safe');
  await uploadFiles(bucket, scene, (path) => path === 'manifest.safe');
}

/** Those files of a product that are wanted. */
export async function uploadFiles(bucket: string, scene: Scene, isWanted: (path: string) => boolean): Promise<void> {
  const wanted = [...scene.files].filter(([path]) => isWanted(path));
  await Promise.all(wanted.map(([path, bytes]) => putObject(bucket, `${sceneKey(scene.product)}/${path}`, bytes)));
}
