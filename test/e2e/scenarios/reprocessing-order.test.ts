import { CreateBucketCommand } from '@aws-sdk/client-s3';
import { expect, test } from 'vitest';
import { orbitKey, sceneKey } from '../../../lib/product/keys.ts';
import { orbitFileXml } from '../../lib/sentinel1/orbit-file.ts';
import { tinyScene } from '../scenes/scene.ts';
import { closeBulkLane } from '../support/bulk-lane.ts';
import { deadLettersOf, redrive } from '../support/dead-letters.ts';
import { deployedStack } from '../support/deployed-stack.ts';
import { ledgerOf, settledRecord } from '../support/ledger.ts';
import { sendMessage } from '../support/queues.ts';
import { deleteBucket, putObject, s3 } from '../support/store.ts';
import { subscribe } from '../support/subscriber.ts';
import { until } from '../support/until.ts';
import { uploadScene } from '../support/upload-scene.ts';

const COLLECTION = 's2mp-s1s2';
const PASS = { time: new Date('2021-08-23T17:23:00Z'), absoluteOrbit: 39_360, dataTakeId: 0x4a5d1 };
const ORBIT = orbitKey('S1C_OPER_AUX_POEORB_OPOD_20210912T122314_V20210822T225942_20210824T005942.EOF');

test('an order with the precise orbit makes another run in the bulk lane, in the collection that it names', async () => {
  const { bucket, smReadyTopicArn, arrivalsQueueUrl } = deployedStack();
  const scene = await tinyScene(PASS);
  const subscriber = await subscribe(smReadyTopicArn, {
    platform: ['S1C'],
    acqDay: [{ numeric: ['=', 20210823] }],
    timeliness: ['backfill'],
  });
  await uploadScene(bucket, scene);
  const before = await settledRecord(bucket, scene.product);
  const { orbit, firstLineTimeUs } = scene.annotation;
  await putObject(
    bucket,
    ORBIT,
    new TextEncoder().encode(orbitFileXml(orbit, firstLineTimeUs, { mission: 'Sentinel-1C' })),
  );
  const lane = await closeBulkLane();
  await sendMessage(arrivalsQueueUrl, {
    type: 'reprocessing-order',
    scene: { bucket, prefix: `${sceneKey(scene.product)}/` },
    collections: [COLLECTION],
    orbit: ORBIT,
  });
  await lane.holds(scene.product);
  expect((await ledgerOf(bucket, scene.product))?.outcomes).toEqual(before.outcomes);
  await lane.open();

  const [notification] = await subscriber.waitFor(1);
  expect(notification?.attributes).toMatchObject({
    collection: COLLECTION,
    change: 'reprocessed',
    timeliness: 'backfill',
  });
  const after = await settledRecord(bucket, scene.product);
  const run = notification?.event.data.properties.run;
  expect(after.outcomes).toMatchObject({ ...before.outcomes, [COLLECTION]: { state: 'produced', run } });
  expect(before.outcomes[COLLECTION]).not.toMatchObject({ run });
});

test('a bucket that goes while its order waits makes a dead letter of the bulk lane, which is mended and redriven', async () => {
  const { bucket, arrivalsQueueUrl } = deployedStack();
  const { S2MP_E2E_VANISHING_BUCKET: Bucket } = process.env;
  const scene = await tinyScene({ time: new Date('2021-08-20T17:47:00Z'), absoluteOrbit: 39_316, dataTakeId: 0x4a471 });
  const { product } = scene;
  await s3.send(new CreateBucketCommand({ Bucket }));
  await uploadScene(Bucket ?? '', scene);
  const lane = await closeBulkLane();
  const order = { bucket: Bucket, prefix: `${sceneKey(product)}/` };
  await sendMessage(arrivalsQueueUrl, { type: 'reprocessing-order', scene: order });
  await lane.holds(product);
  await deleteBucket(Bucket ?? '');
  await lane.open();

  const record = await settledRecord(bucket, product);
  expect(record).toMatchObject({ state: 'failed', fingerprint: expect.stringMatching(/^[0-9a-f]{12}$/) });
  const fingerprint = record.state === 'failed' ? record.fingerprint : '';
  const seen = await until('the dead letter', async () => {
    const letters = await deadLettersOf(fingerprint);
    return letters.length > 0 ? letters : undefined;
  });
  expect(seen).toEqual([['RetrievalBulk', product]]);

  await s3.send(new CreateBucketCommand({ Bucket }));
  await uploadScene(Bucket ?? '', scene);
  expect(await redrive(fingerprint)).toMatchObject({ code: 0, stdout: expect.stringContaining('1 of 1 redriven') });
  expect(await settledRecord(bucket, product)).toMatchObject({ state: 'produced' });
  expect(await deadLettersOf(fingerprint)).toEqual([]);
});
