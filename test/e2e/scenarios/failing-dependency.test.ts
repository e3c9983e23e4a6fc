import { CreateBucketCommand } from '@aws-sdk/client-s3';
import { expect, test } from 'vitest';
import { sceneKey } from '../../../lib/product/keys.ts';
import { tinyScene } from '../scenes/scene.ts';
import { deadLettersOf, redrive } from '../support/dead-letters.ts';
import { deployedStack } from '../support/deployed-stack.ts';
import { settledRecord } from '../support/ledger.ts';
import { sendMessage } from '../support/queues.ts';
import { s3 } from '../support/store.ts';
import { until } from '../support/until.ts';
import { uploadScene } from '../support/upload-scene.ts';

const COUNT = 3;
const passOnDay = (day: number) => ({
  time: new Date(Date.UTC(2021, 7, day, 5, 40)),
  absoluteOrbit: 39_470 + 15 * day,
  dataTakeId: 0x4c000 + day,
});

/** Named in the deployment file and granted to the functions, but nobody has made it yet. */
function missingBucket(): string {
  const { S2MP_E2E_MISSING_BUCKET: name } = process.env;
  if (!name) throw new Error('S2MP_E2E_MISSING_BUCKET names no bucket: run these tests by npm run test:e2e');
  return name;
}

test('scenes of a bucket that is missing end as dead letters of one fingerprint; mended, a canary goes first', async () => {
  const { bucket, arrivalsQueueUrl } = deployedStack();
  const missing = missingBucket();
  const scenes = await Promise.all(Array.from({ length: COUNT }, (_, i) => tinyScene(passOnDay(28 + i))));
  const products = scenes.map(({ product }) => product).sort();
  for (const product of products) {
    const scene = { bucket: missing, prefix: `${sceneKey(product)}/` };
    await sendMessage(arrivalsQueueUrl, { type: 'reprocessing-order', scene });
  }

  const records = await Promise.all(products.map((product) => settledRecord(bucket, product)));
  const fingerprints = new Set(
    records.map((record) => (record.state === 'failed' ? record.fingerprint : record.state)),
  );
  expect([...fingerprints]).toEqual([expect.stringMatching(/^[0-9a-f]{12}$/)]);
  const [fingerprint = ''] = fingerprints;
  const seen = await until(`${COUNT} dead letters`, async () => {
    const letters = await deadLettersOf(fingerprint);
    return letters.length >= COUNT ? letters : undefined;
  });
  expect(seen).toEqual(products.map((product) => ['Arrivals', product]));

  await s3.send(new CreateBucketCommand({ Bucket: missing }));
  for (const scene of scenes) await uploadScene(missing, scene);
  const { code, stdout } = await redrive(fingerprint);
  expect({ code, stdout }).toEqual({
    code: 0,
    stdout: expect.stringContaining(`${COUNT} of ${COUNT} redriven, the canary`),
  });
  const queued = `the maps of ${COUNT} scenes`;
  const mended = await until(queued, async () => {
    const now = await Promise.all(products.map((product) => settledRecord(bucket, product)));
    return now.every(({ state }) => state === 'produced') ? now : undefined;
  });
  const [first, ...rest] = mended.toSorted((a, b) => time(a.queuedAt) - time(b.queuedAt));
  // The others were not even queued before the canary had its map.
  for (const { queuedAt } of rest) expect(time(queuedAt)).toBeGreaterThan(time(first?.updated));
  expect(await deadLettersOf(fingerprint)).toEqual([]);
});

function time(text: string | undefined): number {
  return Date.parse(text ?? '');
}
