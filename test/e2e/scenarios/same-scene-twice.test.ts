import { expect, test } from 'vitest';
import { ASSET_FILES, assetKey, itemFolder, itemKey, sceneKey } from '../../../lib/product/keys.ts';
import { tinyScene } from '../scenes/scene.ts';
import { deployedStack } from '../support/deployed-stack.ts';
import { settledRecord } from '../support/ledger.ts';
import { areNotesRead, leaveNote } from '../support/notes.ts';
import { listKeys, putObject } from '../support/store.ts';
import { listenTo, openSubscription, resubscribe } from '../support/subscriber.ts';
import { uploadScene } from '../support/upload-scene.ts';

const COLLECTIONS = ['s2mp-s1s2', 's2mp-s1s3'];
const PASS = { time: new Date('2021-08-22T17:31:00Z'), absoluteOrbit: 39_345, dataTakeId: 0x4a551 };
/** A second notification would come as fast as the first one has. */
const QUIET_S = 8;

test('the same scene three times, twice at once and once later, is one product and one event', async () => {
  const { bucket, smReadyTopicArn } = deployedStack();
  const scene = await tinyScene(PASS);
  const filter = { platform: ['S1C'], acqDay: [{ numeric: ['=', 20210822] }] };
  const subscription = await openSubscription(smReadyTopicArn, filter);
  // The third arrival waits behind those of other scenarios: before-destroy/announced-once.test.ts sees what it led to.
  const subscriber = areNotesRead() ? listenTo(subscription) : resubscribe(subscription);
  const announceAgain = () =>
    putObject(bucket, `${sceneKey(scene.product)}/manifest.safe`, scene.files.get('manifest.safe') ?? new Uint8Array());
  await uploadScene(bucket, scene);
  await announceAgain();
  await settledRecord(bucket, scene.product);
  await subscriber.waitFor(COLLECTIONS.length);
  // Two deliveries at the same moment may both announce the map: under one id, so that a subscriber can drop one.
  const before = [...(await subscriber.listen(QUIET_S))];
  const record = await settledRecord(bucket, scene.product);
  await announceAgain();
  expect(await subscriber.listen(QUIET_S)).toEqual(before);
  leaveNote('scene-that-came-again', { subscription, eventIds: before.map(({ event }) => event.id) });

  const ids = new Map(before.map(({ event, attributes }) => [event.id, attributes.collection]));
  expect([...ids.values()].sort()).toEqual(COLLECTIONS);
  for (const collection of COLLECTIONS) {
    const outcome = record.outcomes[collection];
    if (outcome?.state !== 'produced') throw new Error(`${collection}: ${JSON.stringify(outcome)}`);
    const { item, run } = outcome;
    const expected = [itemKey(collection, item), ...ASSET_FILES.map((file) => assetKey(collection, item, run, file))];
    expect((await listKeys(bucket, `${itemFolder(collection, item)}/`)).sort()).toEqual(expected.sort());
  }
  expect(await settledRecord(bucket, scene.product)).toEqual(record);
});
