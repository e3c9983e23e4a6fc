import { expect, test } from 'vitest';
import { readNote } from '../support/notes.ts';
import { quiet } from '../support/quiet.ts';
import { openSubscriberSchema, resubscribe } from '../support/subscriber.ts';

/** From the topic to the subscriber's queue. */
const DELIVERY_S = 3;

test('a scene that came again, and again when it was long done, was not announced anew', async () => {
  const { subscription, eventIds } = readNote('scene-that-came-again', openSubscriberSchema);
  const subscriber = resubscribe(subscription);
  await quiet();
  const later = await subscriber.listen(DELIVERY_S);
  // Nothing, or an event that was sent twice at the beginning, with its id.
  expect(later.map(({ event }) => event.id).filter((id) => !eventIds.includes(id))).toEqual([]);
});
