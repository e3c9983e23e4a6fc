import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { checkAnnouncement } from '../../../lib/cloud/announcement-limits.ts';
import { itemIdOf } from '../../../lib/product/acquisition.ts';
import type { Position } from '../../../lib/product/clip-ring.ts';
import { encodeDocument } from '../../../lib/product/json-document.ts';
import { itemKey } from '../../../lib/product/keys.ts';
import { notification } from '../../../lib/product/notification.ts';
import { CHANGES, parseNotification } from '../../../lib/product/notification-schema.ts';
import { stacItem } from '../../../lib/product/stac-item.ts';
import { anyNotification } from './any-notification.ts';
import { DESCRIPTION, PRODUCT, RUN } from './sample-item.ts';

const item = stacItem(DESCRIPTION);
const context = {
  change: 'created',
  timeliness: 'NRT',
  bucket: 'maps',
  itemBytes: encodeDocument(item),
  publishedAt: new Date('2021-08-09T20:00:00.000Z'),
} as const;

describe('notification', () => {
  it('is a CloudEvent around a GeoJSON feature that links to the item', () => {
    const { event } = notification(item, context);
    const key = itemKey(item.collection, item.id);
    expect(event).toEqual({
      specversion: '1.0',
      id: expect.stringMatching(/^[0-9a-f]{32}$/),
      source: 's3://maps/collections/s2mp-s1s2',
      type: 's2mp-nrt.item.created',
      subject: item.id,
      time: '2021-08-09T20:00:00.000Z',
      datacontenttype: 'application/geo+json',
      data: {
        type: 'Feature',
        id: item.id,
        geometry: item.geometry,
        bbox: item.bbox,
        properties: {
          pubtime: '2021-08-09T20:00:00.000Z',
          operation: 'create',
          data_id: `s2mp-s1s2/${item.id}`,
          metadata_id: 's2mp-s1s2',
          datetime: '2021-08-09T17:40:05.653289Z',
          start_datetime: '2021-08-09T17:39:53.153776Z',
          end_datetime: '2021-08-09T17:40:18.152802Z',
          integrity: { method: 'sha256', value: createHash('sha256').update(context.itemBytes).digest('base64') },
          key,
          run: RUN,
          source_product: PRODUCT,
          collection: 's2mp-s1s2',
          change: 'created',
          cells: ['N40E000/N40E000'],
          acqDay: 20_210_809,
          orbit: 'ascending-059',
          platform: 'S1A',
          timeliness: 'NRT',
          validPct: 62.5,
          model: 's2mp-vv-abababababab',
        },
        links: [{ rel: 'item', href: `s3://maps/${key}`, type: 'application/geo+json' }],
      },
    });
  });

  it('has nine attributes, those that subscribers filter by', () => {
    expect(notification(item, context).attributes).toEqual({
      collection: 's2mp-s1s2',
      change: 'created',
      cells: ['N40E000/N40E000'],
      acqDay: 20_210_809,
      orbit: 'ascending-059',
      platform: 'S1A',
      timeliness: 'NRT',
      validPct: 62.5,
      model: 's2mp-vv-abababababab',
    });
  });

  it('sent again has the same id; another change, run or item has another', () => {
    const idOf = (description: typeof DESCRIPTION, change: 'created' | 'superseded', publishedAt = new Date(0)) =>
      notification(stacItem(description), { ...context, change, publishedAt }).event.id;
    const id = idOf(DESCRIPTION, 'created');
    expect(idOf(DESCRIPTION, 'created', new Date())).toBe(id);
    const others = [
      idOf(DESCRIPTION, 'superseded'),
      idOf({ ...DESCRIPTION, run: 'f'.repeat(64) }, 'created'),
      idOf({ ...DESCRIPTION, collection: 's2mp-s1s3' }, 'created'),
      idOf({ ...DESCRIPTION, item: DESCRIPTION.item.replace('S1A', 'S1C') }, 'created'),
    ];
    expect(new Set([id, ...others]).size).toBe(5);
  });

  it('is read back from its text, members of later versions included', () => {
    const { event } = notification(item, context);
    expect(parseNotification('message 1', JSON.stringify({ ...event, traceparent: '00-x' }))).toEqual(event);
    expect(() => parseNotification('message 1', '{"specversion":"1.0"}')).toThrow(/^message 1: id: /);
  });

  it('has an id that item, run and change decide, and nothing else', () => {
    fc.assert(
      fc.property(anyNotification, anyNotification, ({ item, context }, other) => {
        const idOf = (of: typeof item, change = context.change, more = {}) =>
          notification(stacItem(of), { ...context, ...more, change }).event.id;
        const id = idOf(item);
        // Of another bucket, at another time, with another footprint, cells, model and timeliness.
        const { collection, item: name, run } = item;
        expect(idOf({ ...other.item, collection, item: name, run }, context.change, other.context)).toBe(id);
        const others = CHANGES.filter((change) => change !== context.change).map((change) => idOf(item, change));
        const run2 = run.replace(/^./, (digit) => (digit === '0' ? '1' : '0'));
        others.push(idOf({ ...item, run: run2 }));
        others.push(idOf({ ...item, collection: collection === 's2mp-s1s2' ? 's2mp-s1s3' : 's2mp-s1s2' }));
        const { acquisition } = item;
        const dataTakeId = acquisition.dataTakeId ^ 1;
        others.push(idOf({ ...item, item: itemIdOf({ ...acquisition, dataTakeId }) }));
        expect(new Set([id, ...others]).size).toBe(7);
      }),
    );
  });

  it('keeps to the limits of SNS, whatever the map', () => {
    fc.assert(
      fc.property(anyNotification, ({ item, context }) => {
        const { event, attributes } = notification(stacItem(item), context);
        const body = JSON.stringify(event);
        expect(Object.keys(attributes).length).toBeLessThanOrEqual(9);
        const numbers = Object.values(attributes).filter((value) => typeof value === 'number');
        expect(numbers.every((value) => Math.abs(value) <= 1e9)).toBe(true);
        const size = Buffer.byteLength(body) + Buffer.byteLength(JSON.stringify(attributes));
        expect(size).toBeLessThanOrEqual(65_536);
        checkAnnouncement('sm-ready', { body, attributes });
      }),
    );
  });

  it('stays far below the 64 KB that events may have, also with an outline of 1000 positions', () => {
    const outline = Array.from({ length: 1000 }, (_, i): Position => {
      const angle = (2 * Math.PI * i) / 1000;
      return [3 + 2.123456 * Math.cos(angle), 43 + 1.123456 * Math.sin(angle)];
    });
    const { event } = notification(stacItem({ ...DESCRIPTION, outline }), context);
    expect(new TextEncoder().encode(JSON.stringify(event)).length).toBeLessThan(32_000);
  });
});
