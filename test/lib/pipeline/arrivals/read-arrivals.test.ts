import { existsSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { eventKey } from '../../../../lib/cloud/local/bucket-notification.ts';
import { InputError } from '../../../../lib/errors/input.error.ts';
import { decodeEventKey } from '../../../../lib/pipeline/arrivals/decode-event-key.ts';
import { readArrivals } from '../../../../lib/pipeline/arrivals/read-arrivals.ts';

const EVENTS = new URL('../../../../../shared/data/events/sentinel-s1-l1c/', import.meta.url);
const PRODUCT = 'S1A_IW_GRDH_1SDV_20210809T173953_20210809T174018_039156_049F13_6FF8';

const record = (key: string, extra: object = {}) => ({
  eventSource: 'aws:s3',
  eventTime: '2021-08-09T19:30:00.000Z',
  eventName: 'ObjectCreated:Put',
  s3: { bucket: { name: 'scenes' }, object: { key } },
  ...extra,
});
const s3Event = (...records: object[]) => JSON.stringify({ Records: records });
const arrival = (location: string) => ({
  trigger: 's3-event',
  bucket: 'scenes',
  location,
  arrivedAt: '2021-08-09T19:30:00.000Z',
});

const ring = [
  [3, 43],
  [5, 43],
  [5, 45],
  [3, 45],
  [3, 43],
] as const;
const publicMessage = (change: object = {}) => ({
  id: PRODUCT,
  path: `GRD/2021/8/9/IW/DV/${PRODUCT}`,
  mode: 'IW',
  productType: 'GRD',
  polarization: 'DV',
  s3Ingestion: '2021-08-09T19:33:13.604Z',
  footprint: { type: 'Polygon', coordinates: [ring] },
  ...change,
});
const publicArrival = {
  trigger: 'public-topic',
  bucket: 'sentinel-s1-l1c',
  location: `GRD/2021/8/9/IW/DV/${PRODUCT}`,
  arrivedAt: '2021-08-09T19:33:13.604Z',
  publicProduct: { mode: 'IW', productType: 'GRD', polarization: 'DV', footprint: [ring] },
};

describe('an S3 event', () => {
  it('is one arrival for each manifest and archive, and none for other keys', () => {
    const body = s3Event(
      record(`scenes/${PRODUCT}.SAFE/manifest.safe`),
      record(`scenes/${PRODUCT}.SAFE/measurement/a.tiff`),
      record('scenes/B.zip'),
      record('manifest.safe'),
    );
    expect(readArrivals(body)).toEqual([arrival(`scenes/${PRODUCT}.SAFE`), arrival('scenes/B.zip')]);
  });

  it.each([
    ['scenes/my+scene%2Bnew/A%C3%A9.SAFE/manifest.safe', 'scenes/my scene+new/Aé.SAFE'],
    ['scenes/my%20scene/A.SAFE/manifest.safe', 'scenes/my scene/A.SAFE'],
  ])('has its key %s decoded', (key, location) => {
    expect(readArrivals(s3Event(record(key)))).toEqual([arrival(location)]);
  });

  it('keeps a key that no encoder has made as it stands: its scene is judged by its name', () => {
    expect(readArrivals(s3Event(record('scenes/100%.zip')))).toEqual([arrival('scenes/100%.zip')]);
  });

  it('of a removal is no arrival', () => {
    const removal = record('scenes/A.zip', { eventName: 'ObjectRemoved:Delete' });
    expect(readArrivals(s3Event(removal, record('scenes/B.zip')))).toEqual([arrival('scenes/B.zip')]);
  });

  it('does without name and time, and with a time that is none', () => {
    const { eventTime: _time, eventName: _name, ...bare } = record('scenes/A.zip');
    const { arrivedAt: _arrived, ...expected } = arrival('scenes/A.zip');
    expect(readArrivals(s3Event(bare))).toEqual([expected]);
    expect(readArrivals(s3Event({ ...bare, eventTime: 'yesterday' }))).toEqual([expected]);
  });

  it('of a test is none', () => {
    const body = { Service: 'Amazon S3', Event: 's3:TestEvent', Time: '2021-08-09T19:30:00.000Z', Bucket: 'scenes' };
    expect(readArrivals(JSON.stringify(body))).toEqual([]);
  });

  it('comes through a topic too', () => {
    const body = { Type: 'Notification', Message: s3Event(record('scenes/B.zip')) };
    expect(readArrivals(JSON.stringify(body))).toEqual([arrival('scenes/B.zip')]);
  });
});

describe('decodeEventKey', () => {
  it('undoes the encoding of events for every key', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', minLength: 1 }), (key) => {
        expect(decodeEventKey(eventKey(key))).toBe(key);
      }),
    );
  });
});

describe('a SentinelS1L1C message', () => {
  it.each([
    ['raw', publicMessage()],
    ['in an SNS envelope', { Type: 'Notification', Message: JSON.stringify(publicMessage()) }],
    ['as a Lambda event', { Records: [{ EventSource: 'aws:sns', Sns: { Message: JSON.stringify(publicMessage()) } }] }],
  ])('is read %s', (_, body) => {
    expect(readArrivals(JSON.stringify(body))).toEqual([publicArrival]);
  });

  it('has the outer ring of each polygon, positions without heights', () => {
    const hole = ring.map(([lon, lat]) => [lon / 2, lat]);
    const high = ring.map(([lon, lat]) => [lon, lat, 100]);
    const footprint = { type: 'MultiPolygon', crs: { type: 'name' }, coordinates: [[ring, hole], [high]] };
    const [read] = readArrivals(JSON.stringify(publicMessage({ footprint, resolution: null })));
    expect(read?.publicProduct?.footprint).toEqual([ring, ring]);
  });

  it('without a readable time has none', () => {
    const { arrivedAt: _arrived, ...expected } = publicArrival;
    expect(readArrivals(JSON.stringify(publicMessage({ s3Ingestion: undefined })))).toEqual([expected]);
    expect(readArrivals(JSON.stringify(publicMessage({ s3Ingestion: 'soon' })))).toEqual([expected]);
  });
});

describe.skipIf(!existsSync(EVENTS))('the real SentinelS1L1C messages (skipped without ../shared/data/events)', () => {
  const read = (file: string) => {
    const [only, ...others] = readArrivals(readFileSync(new URL(file, EVENTS), 'utf8'));
    expect(others).toEqual([]);
    return only;
  };
  const name = 'S1A_IW_GRDH_1SDV_20250103T013447_20250103T013510_057273_070BB7_B02A';

  it.each([
    ['valid_sns_event.json', { mode: 'IW', productType: 'GRD', polarization: 'DV' }],
    ['invalid_sns_event_mode.json', { mode: 'EW', productType: 'GRD', polarization: 'DV' }],
    ['invalid_sns_event_pol.json', { mode: 'IW', productType: 'GRD', polarization: 'DH' }],
    ['invalid_sns_event_res.json', { mode: 'IW', productType: 'GRD', polarization: 'DV' }],
  ])('%s', (file, members) => {
    const { publicProduct, ...rest } = read(file) ?? {};
    const { footprint, ...found } = publicProduct ?? {};
    expect(rest).toEqual({
      trigger: 'public-topic',
      bucket: 'sentinel-s1-l1c',
      location: `GRD/2025/1/3/IW/DV/${name}`,
      arrivedAt: '2025-01-03T04:33:13.604Z',
    });
    expect(found).toEqual(members);
    expect(footprint?.map((positions) => positions.length)).toEqual([19]);
    expect(footprint?.[0]?.[0]).toEqual([66.76944562805632, 24.994129783818472]);
  });

  it('productInfo.json of 2020, which has a null resolution and a crs', () => {
    expect(read('productInfo.json')).toEqual({
      trigger: 'public-topic',
      bucket: 'sentinel-s1-l1c',
      location: 'GRD/2020/7/29/IW/DV/S1A_IW_GRDH_1SDV_20200729T034859_20200729T034924_033664_03E6D3_93EF',
      arrivedAt: '2020-07-29T07:04:07.227Z',
      publicProduct: {
        mode: 'IW',
        productType: 'GRD',
        polarization: 'DV',
        footprint: [
          [
            [36.130501, 43.338009],
            [36.540836, 44.837143],
            [33.318462, 45.235191],
            [32.989094, 43.736279],
            [36.130501, 43.338009],
          ],
        ],
      },
    });
  });
});

describe('a reprocessing order', () => {
  const order = { type: 'reprocessing-order', scene: { bucket: 'scenes', prefix: `scenes/${PRODUCT}.SAFE/` } };
  const expected = { trigger: 'reprocessing-order', bucket: 'scenes', location: `scenes/${PRODUCT}.SAFE` };

  it('names a scene, with or without a slash at the end', () => {
    expect(readArrivals(JSON.stringify(order))).toEqual([expected]);
  });

  it('may ask for some collections', () => {
    expect(readArrivals(JSON.stringify({ ...order, collections: ['s2mp-s1s3'] }))).toEqual([
      { ...expected, collections: ['s2mp-s1s3'] },
    ]);
  });

  it.each([
    ['an unknown collection', { ...order, collections: ['s2mp-s1s4'] }],
    ['no collection', { ...order, collections: [] }],
    ['a misspelt field', { ...order, colections: ['s2mp-s1s2'] }],
  ])('with %s is refused', (_, body) => {
    expect(() => readArrivals(JSON.stringify(body))).toThrow(InputError);
  });
});

describe('a scene that waits', () => {
  it('keeps what it came with', () => {
    const body = {
      type: 'waiting-scene',
      scene: { bucket: 'scenes', prefix: 'scenes/A.SAFE' },
      trigger: 'reprocessing-order',
      collections: ['s2mp-s1s2'],
      firstSeen: '2021-08-09T19:30:00.000Z',
      attempt: 3,
    };
    expect(readArrivals(JSON.stringify(body))).toEqual([
      {
        trigger: 'reprocessing-order',
        bucket: 'scenes',
        location: 'scenes/A.SAFE',
        collections: ['s2mp-s1s2'],
        waiting: { firstSeen: '2021-08-09T19:30:00.000Z', attempt: 3 },
      },
    ]);
  });
});

describe('a message that is none of these', () => {
  it.each([
    ['text', 'Hello?', 'arrivals queue: the message is no JSON: Hello?. '],
    [
      'another JSON',
      '{"a":1}',
      'arrivals queue: the message is no S3 event, SentinelS1L1C message or reprocessing order: {"a":1}. ',
    ],
    [
      'an envelope of text',
      '{"Type":"Notification","Message":"Hello?"}',
      'arrivals queue: the message is no JSON: Hello?. ',
    ],
    [
      'a long one',
      `"${'x'.repeat(200)}"`,
      `arrivals queue: the message is no S3 event, SentinelS1L1C message or reprocessing order: "${'x'.repeat(119)}…. `,
    ],
  ])('(%s) is refused with its beginning', (_, body, message) => {
    const todo = 'Send one of the three envelopes described in the README.';
    expect(() => readArrivals(body)).toThrow(message + todo);
    expect(() => readArrivals(body)).toThrow(expect.objectContaining({ reason: 'invalid-message' }));
  });
});
