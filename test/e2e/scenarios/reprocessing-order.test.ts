import { expect, test } from 'vitest';
import { orbitKey, sceneKey } from '../../../lib/product/keys.ts';
import { orbitFileXml } from '../../lib/sentinel1/orbit-file.ts';
import { tinyScene } from '../scenes/scene.ts';
import { deployedStack } from '../support/deployed-stack.ts';
import { settledRecord } from '../support/ledger.ts';
import { sendMessage } from '../support/queues.ts';
import { putObject } from '../support/store.ts';
import { subscribe } from '../support/subscriber.ts';
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
  await sendMessage(arrivalsQueueUrl, {
    type: 'reprocessing-order',
    scene: { bucket, prefix: `${sceneKey(scene.product)}/` },
    collections: [COLLECTION],
    orbit: ORBIT,
  });

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
