import { HeadBucketCommand } from '@aws-sdk/client-s3';
import { expect, test } from 'vitest';
import { parseItemKey } from '../../../lib/product/keys.ts';
import { deployedStack } from '../support/deployed-stack.ts';
import { listKeys, s3 } from '../support/store.ts';

test('the bucket of the products outlives the stack, with everything in it', async () => {
  const { bucket } = deployedStack();
  await s3.send(new HeadBucketCommand({ Bucket: bucket }));
  const items = (await listKeys(bucket, 'collections/')).filter((key) => parseItemKey(key));
  expect(items.length).toBeGreaterThan(0);
  for (const prefix of ['scenes/', 'ledger/', 'receipts/', 'statistics/']) {
    expect(await listKeys(bucket, prefix), prefix).not.toEqual([]);
  }
});
