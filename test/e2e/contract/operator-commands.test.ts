import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { S3Client } from '@aws-sdk/client-s3';
import { expect, onTestFinished, test } from 'vitest';
import { requireOutput } from '../../../cli/aws/stack-outputs.ts';
import { S3ObjectStore } from '../../../lib/cloud/aws/s3-object-store.ts';
import { SqsMessageQueue, sqsClient } from '../../../lib/cloud/aws/sqs-message-queue.ts';
import { stepLedger } from '../../../lib/pipeline/ledger/ledger.ts';
import type { LedgerRecord } from '../../../lib/product/ledger-record.ts';
import { failed, inFlight, queued, settled } from '../../../lib/product/ledger-transitions.ts';
import { runCommand } from '../../cli/start-command.ts';
import { temporaryFolder } from '../../lib/cloud/local/temporary-folder.ts';
import { FULL, orderFor, PRODUCED, productAt } from '../../lib/pipeline/operations/letters-bench.ts';
import { tileRaster } from '../../support/tile-rasters.ts';
import { requireTarget } from '../require-target.ts';
import { openOperatorStack } from '../support/operator-stack.ts';

requireTarget();

async function openDeployment() {
  const { stack, outputs } = await openOperatorStack();
  const store = new S3ObjectStore(new S3Client({}), requireOutput(outputs, 'Bucket', stack));
  const queue = (name: string) =>
    new SqsMessageQueue({ client: sqsClient(), queueUrl: requireOutput(outputs, name, stack), waitSeconds: 0 });
  const step = (product: string, next: (record: LedgerRecord) => LedgerRecord) =>
    stepLedger({ store }, product, (record) => next(record ?? inFlight(product, new Date())));
  return { stack, store, queue, step };
}

test('tiles push puts tiles into the bucket of a stack, once', async () => {
  const { stack, store } = await openDeployment();
  const folder = await temporaryFolder();
  const tiles = {
    'landcover/2019/N43E003.tif': await tileRaster(1008, 40),
    'ndvi/s3/N43E003/2021-08-15.tif': await tileRaster(112, 0.5),
  };
  for (const [path, bytes] of Object.entries(tiles)) {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), bytes);
  }
  const push = () => runCommand(['tiles', 'push', folder, '--stack', stack]);
  expect(await push()).toMatchObject({ code: 0, stdout: expect.stringContaining('2 tiles: 2 sent') });
  expect(await push()).toMatchObject({ code: 0, stdout: expect.stringContaining('2 there already, 0 refused') });
  for (const [key, bytes] of Object.entries(tiles)) {
    expect(Buffer.from((await store.get(key))?.bytes ?? []).equals(bytes)).toBe(true);
  }
});

test('dead letters are listed by cause, and redriven with a canary', async () => {
  const { stack, queue, step } = await openDeployment();
  const [source, deadLetters] = [queue('RetrievalNrtQueueUrl'), queue('RetrievalNrtDeadLettersUrl')];
  // Given up by the queue itself, after one delivery.
  for (const hour of [1, 2, 3]) {
    await step(productAt(hour), (record) => failed(record, FULL.fingerprint, FULL.message, new Date()));
    await source.send(orderFor(productAt(hour)));
  }
  for (let given = 0; given < 3; ) {
    for (const { receiptHandle } of await source.receive(10)) {
      await source.changeVisibility(receiptHandle, 0);
      given++;
    }
  }
  expect(await source.receive(10)).toEqual([]);
  const list = async () => {
    const { stdout } = await runCommand(['dead-letters', '--stack', stack, '--json']);
    return (JSON.parse(stdout) as { letters: { fingerprint: string; products: string[]; ageSeconds: number }[] })
      .letters;
  };
  const letters = await list();
  expect(letters.map(({ fingerprint, products }) => [fingerprint, ...products]).sort()).toEqual(
    [1, 2, 3].map((hour) => [FULL.fingerprint, productAt(hour)]),
  );
  // Of the first sending, which the dead-letter queue keeps.
  expect(letters.every(({ ageSeconds }) => ageSeconds >= 0 && ageSeconds < 120)).toBe(true);

  const redrive = () => runCommand(['redrive', '--stack', stack, '--fingerprint', FULL.fingerprint]);
  const work = async (become: (record: LedgerRecord) => LedgerRecord) => {
    for (const { body, receiptHandle } of await source.receive(10)) {
      const { product } = JSON.parse(body) as { product: string };
      await step(product, (record) => become(queued(record, new Date())));
      await source.delete(receiptHandle);
    }
  };
  let become = (record: LedgerRecord): LedgerRecord => failed(record, FULL.fingerprint, FULL.message, new Date());
  let isOver = false;
  onTestFinished(() => {
    isOver = true;
  });
  const working = (async () => {
    while (!isOver) {
      await work((record) => become(record));
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  })();
  working.catch(() => {}); // Told by the test that misses its work.

  expect(await redrive()).toMatchObject({
    code: 1,
    stderr: expect.stringContaining(
      'failed again, ffffffffffff: disk full; 2 letters stay in the dead-letter queue.\n',
    ),
  });
  expect(await list()).toHaveLength(2);
  become = (record) => settled(record, { 's2mp-s1s2': PRODUCED }, new Date());
  expect(await redrive()).toMatchObject({ code: 0, stdout: expect.stringContaining('2 of 2 redriven, the canary') });
  expect(await deadLetters.receive(10)).toEqual([]);
});
