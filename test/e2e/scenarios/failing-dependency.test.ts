import { CreateBucketCommand } from '@aws-sdk/client-s3';
import { expect, test } from 'vitest';
import { sceneKey } from '../../../lib/product/keys.ts';
import { targetCan } from '../expected-differences.ts';
import { tinyScene } from '../scenes/scene.ts';
import { deadLetterQueues } from '../support/dead-letters.ts';
import { deployedStack } from '../support/deployed-stack.ts';
import { ledgerOf, settledRecord } from '../support/ledger.ts';
import { queueAttributes, sendMessage } from '../support/queues.ts';
import { type HeldLetter, holdLetters } from '../support/redrive.ts';
import { s3 } from '../support/store.ts';
import { until } from '../support/until.ts';
import { uploadScene } from '../support/upload-scene.ts';

const COUNT = 3;
const passOnDay = (day: number) => ({
  time: new Date(Date.UTC(2021, 7, day, 5, 40)),
  absoluteOrbit: 39_470 + 15 * day,
  dataTakeId: 0x4c000 + day,
});

test.skipIf(!targetCan('readsBucketsWithoutGrant'))(
  'scenes of a bucket that is missing end as dead letters of one fingerprint; mended, one goes first and then the rest',
  async () => {
    const { bucket, arrivalsQueueUrl } = deployedStack();
    const { arrivals: deadLetterUrl } = await deadLetterQueues();
    const missing = `s2mp-e2e-${crypto.randomUUID()}`;
    const scenes = await Promise.all(Array.from({ length: COUNT }, (_, i) => tinyScene(passOnDay(28 + i))));
    for (const { product } of scenes) {
      const scene = { bucket: missing, prefix: `${sceneKey(product)}/` };
      await sendMessage(arrivalsQueueUrl, { type: 'reprocessing-order', scene });
    }

    const records = await Promise.all(scenes.map(({ product }) => settledRecord(bucket, product)));
    const fingerprints = records.map((record) => (record.state === 'failed' ? record.fingerprint : record.state));
    expect(fingerprints).toEqual(Array(COUNT).fill(expect.stringMatching(/^[0-9a-f]{12}$/)));
    expect(new Set(fingerprints).size).toBe(1);
    const letters: HeldLetter[] = [];
    await until(`${COUNT} dead letters`, async () => {
      letters.push(...(await holdLetters(deadLetterUrl, arrivalsQueueUrl, missing)));
      return letters.length >= COUNT ? letters : undefined;
    });
    expect(letters).toHaveLength(COUNT);

    await s3.send(new CreateBucketCommand({ Bucket: missing }));
    for (const scene of scenes) await uploadScene(missing, scene);
    const [canary, ...rest] = letters;
    await canary?.redrive();
    const first = scenes.find(({ product }) => canary?.body.includes(product));
    const others = scenes.filter((scene) => scene !== first);
    await produced(bucket, first?.product ?? '');
    for (const { product } of others) expect(await ledgerOf(bucket, product)).toMatchObject({ state: 'failed' });
    for (const letter of rest) await letter.redrive();
    for (const { product } of others) await produced(bucket, product);
    expect((await queueAttributes(deadLetterUrl)).ApproximateNumberOfMessagesNotVisible).toBe('0');
  },
);

/** The record says `failed` until the scene is taken up again. */
async function produced(bucket: string, product: string): Promise<void> {
  let last: unknown;
  await until(
    `the map of ${product}`,
    async () => {
      const record = await ledgerOf(bucket, product);
      last = record;
      return record?.state === 'produced' ? record : undefined;
    },
    { seen: () => last },
  );
}
