import { describe, expect, test } from 'vitest';
import { eventKey, notifyOfPuts } from '../../../../lib/cloud/local/bucket-notification.ts';
import { LocalMessageQueue } from '../../../../lib/cloud/local/local-message-queue.ts';
import { LocalObjectStore } from '../../../../lib/cloud/local/local-object-store.ts';
import { ManualClock } from '../../../../lib/cloud/local/manual-clock.ts';
import { bucketNotificationContract } from '../contract/bucket-notification.contract.ts';
import { temporaryFolder } from './temporary-folder.ts';

const START = new Date('2021-08-09T17:39:53Z');

async function openNotifyingStore(prefix = '') {
  const clock = new ManualClock(START);
  const folder = await temporaryFolder();
  const queue = await LocalMessageQueue.open({ folder, name: 'arrivals', clock });
  const onPut = notifyOfPuts({ bucket: 'local', suffixes: ['manifest.safe'], prefix, queue, clock });
  const store = await LocalObjectStore.open({ root: `${folder}/store`, bucket: 'local', onPut });
  return { store, queue, received: async () => (await queue.receive(10)).map((message) => message.body) };
}

bucketNotificationContract('LocalObjectStore', openNotifyingStore);

describe('notifyOfPuts', () => {
  test('writes keys as S3 does', () => {
    // From the AWS documentation: "red flower.jpg" becomes "red+flower.jpg".
    expect(eventKey('red flower.jpg')).toBe('red+flower.jpg');
    expect(eventKey('a+b/ü.zip')).toBe('a%2Bb/%C3%BC.zip');
  });

  test('keeps to its prefix', async () => {
    const { store, received } = await openNotifyingStore('scenes/');
    await store.put('other/manifest.safe', new Uint8Array(1));
    expect(await received()).toEqual([]);
    await store.put('scenes/manifest.safe', new Uint8Array(1));
    expect(await received()).toHaveLength(1);
  });

  test('gives later puts of a key a greater sequencer', async () => {
    const { store, received } = await openNotifyingStore();
    const sequencers: string[] = [];
    for (let i = 0; i < 20; i++) {
      await store.put('manifest.safe', new Uint8Array(i));
      sequencers.push(JSON.parse((await received())[0] ?? '').Records[0].s3.object.sequencer);
    }
    expect(sequencers).toEqual(sequencers.toSorted());
    expect(new Set(sequencers).size).toBe(20);
  });
});
