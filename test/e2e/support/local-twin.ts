import { createHash } from 'node:crypto';
import { openLocalSystem } from '../../../cli/local/open-local-system.ts';
import { parseConfiguration } from '../../../lib/pipeline/configuration.ts';
import { readLedger } from '../../../lib/pipeline/ledger/ledger.ts';
import { SILENT_LOG } from '../../../lib/pipeline/log.ts';
import { ASSET_FILES, assetKey, sceneKey } from '../../../lib/product/keys.ts';
import { temporaryFolder } from '../../lib/cloud/local/temporary-folder.ts';
import deployment from '../deployment.json' with { type: 'json' };
import type { Scene } from '../scenes/scene.ts';
import { worldTiles } from '../scenes/world.ts';

/** SHA-256 of each file of a map, by key. */
export type MapHashes = Readonly<Record<string, string>>;

export function sha256(bytes: Uint8Array | undefined): string {
  return bytes ? createHash('sha256').update(bytes).digest('hex') : 'absent';
}

/** What the same scene comes to in the checkout, on the local engine: the maps must be the same, byte for byte. */
export async function mapsOfLocalTwin(scene: Scene): Promise<MapHashes> {
  const configuration = parseConfiguration(deployment.pipeline);
  const system = await openLocalSystem({ folder: await temporaryFolder(), configuration, log: SILENT_LOG });
  try {
    for (const [key, bytes] of await worldTiles()) await system.store.put(key, bytes);
    for (const [path, bytes] of scene.files) await system.store.put(`${sceneKey(scene.product)}/${path}`, bytes);
    await system.run();
    const record = await readLedger(system.store, scene.product);
    const hashes: Record<string, string> = {};
    for (const [collection, outcome] of Object.entries(record?.outcomes ?? {})) {
      if (outcome.state !== 'produced') throw new Error(`${collection}: ${JSON.stringify(outcome)}`);
      for (const file of ASSET_FILES) {
        const key = assetKey(collection, outcome.item, outcome.run, file);
        hashes[key] = sha256((await system.store.get(key))?.bytes);
      }
    }
    return hashes;
  } finally {
    await system.close();
  }
}
