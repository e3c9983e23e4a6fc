import { type Log, SILENT_LOG } from '../../lib/pipeline/log.ts';
import type { RefusedRow } from '../maps/map-row.ts';

/** What was rejected while it was listened to: the scene, or its maps of some collections. */
export interface Rejections {
  readonly log: Log;
  scene(): RefusedRow | undefined;
  maps(): readonly RefusedRow[];
}

/**
 * Listens for the rejection of a scene and of its maps. The ledger alone does not tell: of a map that was made once it
 * keeps `produced`, whatever has happened to the files or options since.
 */
export function noteRejections(product: string): Rejections {
  let scene: RefusedRow | undefined;
  const maps = new Map<string, RefusedRow>();
  return {
    log: {
      ...SILENT_LOG,
      warn: (event, fields) => {
        if (fields.product !== product) return;
        const { collection, reason, message } = fields;
        const row = { product, state: 'rejected', reason: String(reason), message: String(message) } as const;
        if (event === 'Scene:Retrieve:Rejected') scene = row;
        else if (event === 'Map:Retrieve:Rejected')
          maps.set(String(collection), { ...row, collection: String(collection) });
      },
    },
    scene: () => scene,
    maps: () => [...maps.values()],
  };
}
