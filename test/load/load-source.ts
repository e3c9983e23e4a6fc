import { SCENES_PREFIX, sceneKey } from '../../lib/product/keys.ts';
import { EditedScene } from '../lib/pipeline/bad-input/edited-scene.ts';
import type { LoadScene } from './load-scenes.ts';
import type { PoisonKind } from './poison-kinds.ts';

/** What is uploaded for one scene, sound or spoilt. */
export interface LoadSource {
  /** As the ledger will name it. */
  readonly product: string;
  /** Key of the object that announces the scene. */
  readonly trigger: string;
  /** Objects by their keys, the trigger last. */
  objects(): Promise<ReadonlyMap<string, Uint8Array>>;
}

export function soundSource(scene: LoadScene): LoadSource {
  const folder = sceneKey(scene.product);
  return {
    product: scene.product,
    trigger: `${folder}/manifest.safe`,
    objects: async () => new Map([...(await scene.files())].map(([path, bytes]) => [`${folder}/${path}`, bytes])),
  };
}

export function spoiltSource(scene: LoadScene, { rename, spoil, isArchive }: PoisonKind): LoadSource {
  const product = rename?.(scene.product) ?? scene.product;
  const trigger = isArchive ? `${SCENES_PREFIX}${product}.zip` : `${sceneKey(product)}/manifest.safe`;
  return {
    product,
    trigger,
    objects: async () => {
      const edited = new EditedScene({ product: scene.product, files: await soundSource(scene).objects() });
      if (rename) edited.rename(product);
      spoil(edited);
      return triggerLast(edited.files, trigger);
    },
  };
}

function triggerLast(files: ReadonlyMap<string, Uint8Array>, trigger: string): ReadonlyMap<string, Uint8Array> {
  return new Map([...files].sort(([a], [b]) => Number(a === trigger) - Number(b === trigger)));
}
