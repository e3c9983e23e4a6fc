import { expect, test } from 'vitest';
import { itemKey, receiptKey, sceneKey, statisticsKey } from '../../../lib/product/keys.ts';
import { parseReceipt } from '../../../lib/product/receipt.ts';
import { stacItemSchema } from '../../../lib/product/stac-item-schema.ts';
import { MIN_SAMPLES_FOR_THREADS } from '../../../lib/sentinel1/band-threads.ts';
import { summaryDocumentSchema } from '../../../lib/statistics/summary-document.ts';
import { targetCan } from '../expected-differences.ts';
import { largeScene } from '../scenes/scene.ts';
import { deployedStack } from '../support/deployed-stack.ts';
import { settledRecord } from '../support/ledger.ts';
import { localTwin, sha256 } from '../support/local-twin.ts';
import { getObject, getText } from '../support/store.ts';
import { subscribe } from '../support/subscriber.ts';
import { until } from '../support/until.ts';
import { uploadScene } from '../support/upload-scene.ts';

const COLLECTIONS = ['s2mp-s1s2', 's2mp-s1s3'];
const PASS = { time: new Date('2021-08-21T17:39:41.153Z'), absoluteOrbit: 39_331, dataTakeId: 0x4a4f1 };
const ITEM = 'S1C_IW_20210821T173941_039331_04A4F1';
/** Where processors round differently, of soil moisture in m3 m-3. */
const MEAN_TOLERANCE = 1e-4;

test('a scene in the bucket becomes maps, items, notifications, statistics and a ledger record', async () => {
  const { bucket, smReadyTopicArn } = deployedStack();
  const scene = await largeScene(PASS);
  // From here on the retrieval starts worker threads, whose code is a bundle of its own.
  expect(scene.annotation.samples * scene.annotation.lines).toBeGreaterThanOrEqual(MIN_SAMPLES_FOR_THREADS);
  const subscriber = await subscribe(smReadyTopicArn, {
    collection: COLLECTIONS,
    platform: ['S1C'],
    acqDay: [{ numeric: ['=', 20210821] }],
    orbit: ['ascending-059'],
    timeliness: ['NRT'],
  });
  await uploadScene(bucket, scene);
  const twin = localTwin(scene);

  const record = await settledRecord(bucket, scene.product);
  expect(record).toMatchObject({ state: 'produced', scene: { bucket, location: sceneKey(scene.product) } });
  expect(Object.keys(record.outcomes)).toEqual(COLLECTIONS);

  const hashes: Record<string, string> = {};
  for (const key of Object.keys((await twin).hashes)) hashes[key] = sha256(await getObject(bucket, key));
  expect(Object.values(hashes)).not.toContain('absent');
  if (targetCan('makesTheSameBytes')) expect(hashes).toEqual((await twin).hashes);

  const notifications = await subscriber.waitFor(COLLECTIONS.length);
  expect(notifications.map(({ attributes }) => attributes.collection).sort()).toEqual(COLLECTIONS);
  for (const { event, attributes } of notifications) {
    const collection = attributes.collection ?? '';
    const key = itemKey(collection, ITEM);
    const text = (await getText(bucket, key)) ?? '';
    const item = stacItemSchema.parse(JSON.parse(text));
    const run = item.properties['s2mp:run'];
    expect(event).toMatchObject({ subject: ITEM, data: { properties: { key, run, change: 'created' } } });
    expect(event.data.properties.integrity.value).toBe(
      Buffer.from(sha256(Buffer.from(text)), 'hex').toString('base64'),
    );
    expect(record.outcomes[collection]).toMatchObject({ state: 'produced', item: ITEM, run });
    const receipt = parseReceipt(receiptKey(run), (await getObject(bucket, receiptKey(run))) ?? new Uint8Array());
    expect(receipt).toMatchObject({ product: scene.product, collection, item: ITEM });
    if (targetCan('runsFunctionsHere')) expect(receipt.environment.node).toBe(process.version);
    // With one core there would have been no threads.
    expect(receipt.environment.cores).toBeGreaterThan(1);
    const { meanSm, ...counts } = (await twin).summaries[collection] ?? {};
    expect(receipt.summary).toMatchObject(counts);
    expect(Math.abs((receipt.summary.meanSm ?? Number.NaN) - (meanSm ?? Number.NaN))).toBeLessThan(MEAN_TOLERANCE);
    await summaryWith(bucket, collection, run);
  }
});

/** Statistics follow the notification; the summary of the month names the maps in it. */
function summaryWith(bucket: string, collection: string, run: string) {
  const key = statisticsKey('summary', collection, '2021-08', 'summary.json');
  return until(`run ${run} in ${key}`, async () => {
    const text = await getText(bucket, key);
    return text && summaryDocumentSchema.parse(JSON.parse(text)).items.find((item) => item.run === run);
  });
}
