import { type Log, SILENT_LOG } from '../../lib/pipeline/log.ts';
import type { RefusedRow } from '../maps/map-row.ts';

/** What was rejected, or failed for good, while it was listened to: the scene, or its maps of some collections. */
export interface Refusals {
  readonly log: Log;
  scene(): RefusedRow | undefined;
  maps(): readonly RefusedRow[];
}

/**
 * Listens for what becomes of a scene and its maps. The ledger alone does not tell: of a map that was made once it keeps
 * `produced`, whatever has happened to the files or options since.
 */
export function noteRefusals(product: string): Refusals {
  let scene: RefusedRow | undefined;
  const maps = new Map<string, RefusedRow>();
  return {
    log: {
      ...SILENT_LOG,
      warn: (event, fields) => {
        if (fields.product !== product) return;
        const [reason, message, collection] = [fields.reason, fields.message, fields.collection].map(String);
        const row = { product, state: 'rejected', reason: reason ?? '', message: message ?? '' } as const;
        if (event === 'Scene:Retrieve:Rejected') scene = row;
        if (event === 'Map:Retrieve:Rejected' && collection !== undefined) maps.set(collection, { ...row, collection });
      },
      error: (event, fields) => {
        if (event !== 'Scene:Retrieve:Failed' || fields.product !== product) return;
        scene = { product, state: 'failed', reason: String(fields.fingerprint), message: String(fields.message) };
      },
    },
    scene: () => scene,
    maps: () => [...maps.values()],
  };
}
