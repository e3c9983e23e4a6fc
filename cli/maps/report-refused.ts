import type { RefusedRow } from './map-row.ts';

/** One line on stderr for each map that was not made: what, the state with its reason, and the message. */
export function reportRefused(refused: readonly RefusedRow[]): void {
  for (const { product, collection, state, reason, message } of refused) {
    const outcome = reason === undefined ? state : `${state}(${reason})`;
    process.stderr.write(`s2mp: ${[product, collection, outcome].filter(Boolean).join(' ')}: ${message}\n`);
  }
}
