import { S3Client } from '@aws-sdk/client-s3';
import { expect, test } from 'vitest';
import { S3ObjectStore } from '../../../lib/cloud/aws/s3-object-store.ts';
import { SqsMessageQueue } from '../../../lib/cloud/aws/sqs-message-queue.ts';
import { ASSET_FILES, assetKey, itemKey } from '../../../lib/product/keys.ts';
import type { LedgerRecord } from '../../../lib/product/ledger-record.ts';
import { temporaryFolder } from '../../lib/cloud/local/temporary-folder.ts';
import { feedLoad } from '../../load/feed-load.ts';
import { createLoadMix, scenesOfMix } from '../../load/load-mix.ts';
import { prepareLoadScenes } from '../../load/load-scenes.ts';
import { stateText } from '../../support/state-text.ts';
import { updateStack } from '../runner/update-stack.ts';
import { MIX } from '../scenes/mix.ts';
import { deployedStack } from '../support/deployed-stack.ts';
import { ledgerOf } from '../support/ledger.ts';
import { sqs } from '../support/queues.ts';
import { listKeys } from '../support/store.ts';
import { type Subscriber, subscribe } from '../support/subscriber.ts';
import { until } from '../support/until.ts';

const PLATFORM = 'S1A';
const FEED_S = 10;
/** When so many are done, the functions get other settings under the hands of the rest. */
const DONE_BEFORE_UPDATE = 10;
/** Each look reads the records of all that are not done. */
const LOOK_EVERY_S = 2;

test('of 100 arrivals during a stack update, every scene ends in its state, once, and is announced', async () => {
  const { bucket, arrivalsQueueUrl, smReadyTopicArn } = deployedStack();
  const mix = createLoadMix(MIX, await prepareLoadScenes(await temporaryFolder(), scenesOfMix(MIX)));
  const subscriber = await subscribe(smReadyTopicArn, { platform: [PLATFORM] });
  const fed = feedLoad({
    mix,
    seconds: FEED_S,
    store: new S3ObjectStore(new S3Client({}), bucket),
    arrivals: new SqsMessageQueue({ client: sqs, queueUrl: arrivalsQueueUrl }),
  });
  // Looked at below; until then a failure must not end the process.
  fed.catch(() => {});
  const records = new Map<string, LedgerRecord>();
  const look = async (atLeast: number) => {
    for (const { product } of mix.scenes) {
      if (records.has(product)) continue;
      const record = await ledgerOf(bucket, product);
      if (record && record.state !== 'in-flight') records.set(product, record);
    }
    return records.size >= atLeast ? records : undefined;
  };
  const seen = () => `${records.size} of ${mix.scenes.length} done`;
  await until('the first scenes', () => look(DONE_BEFORE_UPDATE), { seen, everyS: LOOK_EVERY_S });
  expect(await updateStack()).toBe('UPDATE_COMPLETE');
  await look(0);
  expect(records.size).toBeLessThan(mix.scenes.length);
  await fed;
  await until('the last scene', () => look(mix.scenes.length), { seen, everyS: LOOK_EVERY_S });

  expect(Object.fromEntries(mix.scenes.map(({ product }) => [product, stateText(records.get(product))]))).toEqual(
    Object.fromEntries(mix.scenes.map(({ product, state }) => [product, state])),
  );
  const sound = mix.scenes.filter(({ state }) => state === 'produced');
  const maps = sound.flatMap(({ product }) => mapsOf(records.get(product)));
  expect(maps).toHaveLength(2 * sound.length);
  // Scenes of this platform are the mix and nothing else: what is not expected is a second map of some scene.
  const expected = maps.flatMap(({ collection, item, run }) => [
    itemKey(collection, item),
    ...ASSET_FILES.map((file) => assetKey(collection, item, run, file)),
  ]);
  const found = (await listKeys(bucket, 'collections/')).filter((key) => key.includes(`/${PLATFORM}_`));
  expect(found.sort()).toEqual(expected.sort());
  await until('all notifications', async () => {
    await subscriber.listen(1);
    return maps.every(({ run }) => eventIdsOf(run, subscriber).size > 0) || undefined;
  });
  // What is announced twice, because the update ended an invocation or deliveries met, has one id: it can be dropped.
  expect(maps.map(({ run }) => eventIdsOf(run, subscriber).size)).toEqual(maps.map(() => 1));
  expect(new Set(subscriber.received.map(({ event }) => event.id)).size).toBe(maps.length);
});

function mapsOf(record: LedgerRecord | undefined) {
  return Object.entries(record?.outcomes ?? {}).flatMap(([collection, outcome]) =>
    outcome.state === 'produced' ? [{ collection, item: outcome.item, run: outcome.run }] : [],
  );
}

function eventIdsOf(run: string, { received }: Subscriber): Set<string> {
  return new Set(received.filter(({ event }) => event.data.properties.run === run).map(({ event }) => event.id));
}
