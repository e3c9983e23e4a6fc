import { S3Client } from '@aws-sdk/client-s3';
import { expect, test } from 'vitest';
import { S3ObjectStore } from '../../../lib/cloud/aws/s3-object-store.ts';
import { parseConfiguration } from '../../../lib/pipeline/configuration.ts';
import { readCollections } from '../../load/load-outcome.ts';
import { statisticsViolations } from '../../load/statistics-violations.ts';
import deployment from '../deployment.json' with { type: 'json' };
import { deployedStack } from '../support/deployed-stack.ts';
import { until } from '../support/until.ts';

test('the statistics of every month come to hold every map that is live', async () => {
  const store = new S3ObjectStore(new S3Client({}), deployedStack().bucket);
  const { items } = await readCollections(store);
  expect(items.length).toBeGreaterThan(100);
  let violations: readonly string[] = [];
  await until(
    'complete statistics',
    async () => {
      violations = await statisticsViolations(items, store, parseConfiguration(deployment.pipeline));
      return violations.length === 0 || undefined;
    },
    { everyS: 3, seen: () => violations },
  );
});
