import { join } from 'node:path';
import { LocalMessageQueue } from '../../../../lib/cloud/local/local-message-queue.ts';
import { LocalObjectStore } from '../../../../lib/cloud/local/local-object-store.ts';
import { LocalTopic } from '../../../../lib/cloud/local/local-topic.ts';
import { ManualClock } from '../../../../lib/cloud/local/manual-clock.ts';
import { messageQueueContract } from '../contract/message-queue.contract.ts';
import { objectStoreContract } from '../contract/object-store.contract.ts';
import { topicContract } from '../contract/topic.contract.ts';
import { temporaryFolder } from './temporary-folder.ts';

const START = new Date('2021-08-09T17:39:53Z');

objectStoreContract('LocalObjectStore', async () =>
  LocalObjectStore.open({ root: join(await temporaryFolder(), 'store'), bucket: 'local' }),
);

messageQueueContract('LocalMessageQueue', async () => {
  const folder = await temporaryFolder();
  const clock = new ManualClock(START);
  const deadLetterQueue = await LocalMessageQueue.open({ folder, name: 'arrivals-dead', clock });
  const deadLetter = { queue: deadLetterQueue, maxReceiveCount: 3 };
  const queue = await LocalMessageQueue.open({
    folder,
    name: 'arrivals',
    clock,
    visibilityTimeoutSeconds: 5,
    deadLetter,
  });
  const pass = async (seconds: number) => clock.advanceSeconds(seconds);
  return { queue, deadLetterQueue, maxReceiveCount: 3, visibilityTimeoutSeconds: 5, pass };
});

topicContract('LocalTopic', async (subscription) => {
  const clock = new ManualClock(START);
  const queue = await LocalMessageQueue.open({ folder: await temporaryFolder(), name: 'subscriber', clock });
  const topic = new LocalTopic({ name: 'sm-ready', clock, subscriptions: [{ queue, ...subscription }] });
  return { topic, delivered: async () => (await queue.receive(10)).map((message) => message.body) };
});
