import type { Facts } from './describe-products.ts';
import { differences } from './differences.ts';

/** How the golden products are renewed; see products.test.ts. */
export const RENEW = 'UPDATE_GOLDEN=1 npx vitest run test/golden';

/** Products as they were when they were last looked at. */
export interface Golden {
  readonly version: string;
  /** Of scene and tiles, so that a change of the simulator is not taken for one of the products. */
  readonly inputs: string;
  readonly files: Readonly<Record<string, Facts>>;
}

/** What must be done about products that are not the golden ones; undefined if they are. */
export function verdict(golden: Golden, found: Golden): string | undefined {
  const changed = differences(golden.files, found.files);
  const list = changed.slice(0, 10).join('\n');
  if (golden.inputs !== found.inputs) return `the scene itself is another one now (simulator): ${RENEW}`;
  if (changed.length === 0) {
    return golden.version === found.version ? undefined : `the golden products are of ${golden.version}: ${RENEW}`;
  }
  const count = `${changed.length} differences`;
  return golden.version === found.version
    ? `the products changed, the version did not. Raise it in package.json, then ${RENEW}\n${count}\n${list}`
    : `the products changed with the version: ${RENEW}\n${count}\n${list}`;
}
