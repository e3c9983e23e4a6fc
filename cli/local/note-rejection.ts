import { type Log, SILENT_LOG } from '../../lib/pipeline/log.ts';
import type { RefusedRow } from '../maps/map-row.ts';

/**
 * Listens for the rejection of a scene. The ledger alone does not tell: of a scene that was mapped once it keeps
 * `produced`, whatever has happened to the files since.
 */
export function noteRejection(product: string): { readonly log: Log; row(): RefusedRow | undefined } {
  let row: RefusedRow | undefined;
  return {
    log: {
      ...SILENT_LOG,
      warn: (event, fields) => {
        if (event !== 'Scene:Retrieve:Rejected' || fields.product !== product) return;
        row = { product, state: 'rejected', reason: String(fields.reason), message: String(fields.message) };
      },
    },
    row: () => row,
  };
}
