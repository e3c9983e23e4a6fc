import { expect, test } from 'vitest';
import { parseItemKey } from '../../../lib/product/keys.ts';
import { deployedStack } from '../support/deployed-stack.ts';
import { leaveNote } from '../support/notes.ts';
import { quiet } from '../support/quiet.ts';
import { listKeys } from '../support/store.ts';

test('the bucket holds scenes, maps, their records and statistics; noted for what comes after the destruction', async () => {
  await quiet();
  const { bucket } = deployedStack();
  const keys = await listKeys(bucket, '');
  expect(keys.filter((key) => parseItemKey(key)).length).toBeGreaterThan(100);
  for (const prefix of ['scenes/', 'ledger/', 'receipts/', 'statistics/']) {
    expect(
      keys.filter((key) => key.startsWith(prefix)),
      prefix,
    ).not.toEqual([]);
  }
  leaveNote('keys-before-destroy', keys);
});
