import { describe, expect, it } from 'vitest';
import { LocalMessageQueue } from '../../../../lib/cloud/local/local-message-queue.ts';
import { ManualClock } from '../../../../lib/cloud/local/manual-clock.ts';
import { type Configuration, parseConfiguration } from '../../../../lib/pipeline/configuration.ts';
import { SILENT_LOG } from '../../../../lib/pipeline/log.ts';
import { fanOut } from '../../../../lib/pipeline/statistics/fan-out.ts';
import { InvalidDocumentError } from '../../../../lib/product/invalid-document.error.ts';
import { encodeDocument } from '../../../../lib/product/json-document.ts';
import { notification } from '../../../../lib/product/notification.ts';
import { stacItem } from '../../../../lib/product/stac-item.ts';
import { temporaryFolder } from '../../cloud/local/temporary-folder.ts';
import { DESCRIPTION } from '../../product/sample-item.ts';

const ITEM = DESCRIPTION.item;

function announcement(change: Partial<typeof DESCRIPTION> = {}): string {
  const item = stacItem({ ...DESCRIPTION, ...change });
  const { event } = notification(item, {
    change: 'created',
    timeliness: 'NRT',
    bucket: 'b',
    itemBytes: encodeDocument(item),
    publishedAt: new Date('2021-08-09T20:00:00Z'),
  });
  return JSON.stringify(event);
}

async function sentFor(body: string, change: Partial<Configuration> = {}): Promise<unknown[]> {
  const folder = await temporaryFolder();
  const statistics = await LocalMessageQueue.open({ folder, name: 's', clock: new ManualClock(new Date(0)) });
  const areasOfInterest = [{ name: 'a', bbox: [3, 43, 4, 44] }];
  const configuration = { ...parseConfiguration({ areasOfInterest }), ...change };
  const orders = await fanOut(body, { configuration, statistics, log: SILENT_LOG });
  const sent = statistics.peek().map((message) => JSON.parse(message.body) as unknown);
  expect(sent).toEqual(orders);
  return sent;
}

const common = { type: 'statistics-order', month: '2021-08', item: ITEM };
const summary = { ...common, job: 'summary', collection: 's2mp-s1s2' };

describe('fanOut', () => {
  it('orders the summary of the collection and each comparison that it is part of', async () => {
    const pair = ['s2mp-s1s2', 's2mp-s1s3'];
    expect(await sentFor(announcement())).toEqual([summary, { ...common, job: 'compare', pair }]);
    expect(await sentFor(announcement({ collection: 's2mp-s1s3' }))).toEqual([
      { ...summary, collection: 's2mp-s1s3' },
      { ...common, job: 'compare', pair },
    ]);
  });

  it('orders no comparison where none is configured', async () => {
    expect(await sentFor(announcement(), { comparisons: [] })).toEqual([summary]);
  });

  it('takes the month of the id, under which the item lies, when a re-sliced version begins in the next', async () => {
    const item = 'S1A_IW_20210831T235959_039156_049F13';
    const startUs = Date.UTC(2021, 8, 1, 0, 0, 4) * 1000;
    const acquisition = { ...DESCRIPTION.acquisition, startUs, stopUs: startUs + 25e6 };
    const [order] = await sentFor(announcement({ item, acquisition }), { comparisons: [] });
    expect(order).toEqual({ ...summary, item, month: '2021-08' });
  });

  it('leaves a collection that it does not know to others', async () => {
    const foreign = announcement().replaceAll('"collection":"s2mp-s1s2"', '"collection":"other"');
    expect(await sentFor(foreign)).toEqual([]);
  });

  it('refuses what is no notification', async () => {
    await expect(sentFor('{"specversion":"1.0"}')).rejects.toThrow(InvalidDocumentError);
  });
});
