import { readLedger } from '../../lib/pipeline/ledger/ledger.ts';
import { productOfLocation } from '../../lib/pipeline/sources/scene-in-store.ts';
import { SCENES_PREFIX } from '../../lib/product/keys.ts';
import { isFinal } from '../../lib/product/ledger-transitions.ts';
import type { LocalSystem } from '../local/open-local-system.ts';

/**
 * Gives every scene in the store without a final ledger state its arrival again: the process may have died between the
 * scene's last file and its event. Doing so for a scene that is on its way already does no harm.
 */
export async function resumeScenes(system: LocalSystem): Promise<string[]> {
  const resumed: string[] = [];
  for await (const object of system.store.list(SCENES_PREFIX)) {
    if (!object.key.endsWith('/manifest.safe') && !object.key.endsWith('.zip')) continue;
    const product = productOfLocation(object.key.replace(/\/manifest\.safe$/, ''));
    const record = await readLedger(system.store, product);
    if (record && isFinal(record)) continue;
    await system.announceArrival(object);
    resumed.push(product);
  }
  return resumed;
}
