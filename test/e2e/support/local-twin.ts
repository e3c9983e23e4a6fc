import { createHash } from 'node:crypto';
import { openLocalSystem } from '../../../cli/local/open-local-system.ts';
import { parseConfiguration } from '../../../lib/pipeline/configuration.ts';
import { readLedger } from '../../../lib/pipeline/ledger/ledger.ts';
import { SILENT_LOG } from '../../../lib/pipeline/log.ts';
import { ASSET_FILES, assetKey, receiptKey, sceneKey } from '../../../lib/product/keys.ts';
import { parseReceipt, type Receipt } from '../../../lib/product/receipt.ts';
import { temporaryFolder } from '../../lib/cloud/local/temporary-folder.ts';
import deployment from '../deployment.json' with { type: 'json' };
import type { Scene } from '../scenes/scene.ts';
import { worldTiles } from '../scenes/world.ts';

export interface LocalTwin {
  /** SHA-256 of each file of the maps, by key. */
  readonly hashes: Readonly<Record<string, string>>;
  /** Of the receipts, by collection. */
  readonly summaries: Readonly<Record<string, Receipt['summary']>>;
}

export function sha256(bytes: Uint8Array | undefined): string {
  return bytes ? createHash('sha256').update(bytes).digest('hex') : 'absent';
}

/** What the same scene comes to in the checkout, on the local engine: on one machine the maps are the same, byte for byte. */
export async function localTwin(scene: Scene): Promise<LocalTwin> {
  const configuration = parseConfiguration(deployment.pipeline);
  const system = await openLocalSystem({ folder: await temporaryFolder(), configuration, log: SILENT_LOG });
  try {
    for (const [key, bytes] of await worldTiles()) await system.store.put(key, bytes);
    for (const [path, bytes] of scene.files) await system.store.put(`${sceneKey(scene.product)}/${path}`, bytes);
    await system.run();
    const record = await readLedger(system.store, scene.product);
    const hashes: Record<string, string> = {};
    const summaries: Record<string, Receipt['summary']> = {};
    for (const [collection, outcome] of Object.entries(record?.outcomes ?? {})) {
      if (outcome.state !== 'produced') throw new Error(`${collection}: ${JSON.stringify(outcome)}`);
      const receipt = receiptKey(outcome.run);
      const bytes = (await system.store.get(receipt))?.bytes ?? new Uint8Array();
      summaries[collection] = parseReceipt(receipt, bytes).summary;
      for (const file of ASSET_FILES) {
        const key = assetKey(collection, outcome.item, outcome.run, file);
        hashes[key] = sha256((await system.store.get(key))?.bytes);
      }
    }
    return { hashes, summaries };
  } finally {
    await system.close();
  }
}
