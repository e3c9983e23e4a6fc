import { setTimeout as pause } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { tinyScene } from '../scenes/scene.ts';
import { deployedStack } from '../support/deployed-stack.ts';
import { ledgerOf, settledRecord } from '../support/ledger.ts';
import { until } from '../support/until.ts';
import { uploadFiles } from '../support/upload-scene.ts';

const PASS = { time: new Date('2021-08-24T17:15:00Z'), absoluteOrbit: 39_374, dataTakeId: 0x4a651 };
const LATE_S = 10;
/** lib/pipeline/intake/waiting-delay.ts: the first look for missing files comes after so long. */
const FIRST_DELAY_S = 60;

test('a scene whose image comes after its manifest is picked up by its delayed message', async () => {
  const { bucket } = deployedStack();
  const scene = await tinyScene(PASS);
  const isImage = (path: string) => path.startsWith('measurement/');
  const begun = Date.now();
  await uploadFiles(bucket, scene, (path) => !isImage(path));
  const waiting = await until('the note that it waits', () => ledgerOf(bucket, scene.product));
  expect(waiting).toMatchObject({ state: 'in-flight' });
  expect(waiting.queuedAt).toBeUndefined();
  await pause(LATE_S * 1000 - (Date.now() - begun));
  // The bucket tells of manifests only: nothing says that the image is there now.
  await uploadFiles(bucket, scene, isImage);

  const record = await settledRecord(bucket, scene.product);
  expect(record).toMatchObject({ state: 'produced', firstSeen: waiting.firstSeen });
  expect(Date.parse(record.queuedAt ?? '') - Date.parse(record.firstSeen)).toBeGreaterThanOrEqual(FIRST_DELAY_S * 1000);
});
