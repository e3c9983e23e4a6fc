import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { LimitExceededError } from '../../../../lib/cloud/limit-exceeded.error.ts';
import type { Announcement, AttributeValue, Topic } from '../../../../lib/cloud/topic.ts';

export interface TopicUnderTest {
  readonly topic: Topic;
  /** Bodies that have reached the one subscriber since the last call; waits for as many as are expected. */
  delivered(expected: number): Promise<string[]>;
}

export interface SubscriptionUnderTest {
  readonly filterPolicy?: Record<string, unknown>;
  readonly rawDelivery: boolean;
}

const envelopeSchema = z.object({
  Type: z.literal('Notification'),
  MessageId: z.string(),
  TopicArn: z.string().startsWith('arn:aws:sns:'),
  Message: z.string(),
  Timestamp: z.iso.datetime(),
  MessageAttributes: z.record(z.string(), z.object({ Type: z.string(), Value: z.string() })).optional(),
});

const READY: Readonly<Record<string, AttributeValue>> = {
  collection: 's2mp-s1s2',
  change: 'created',
  cells: ['N43E003', 'N43E004'],
  acqDay: 20210809,
  orbit: 'ascending-059',
  platform: 'S1A',
  timeliness: 'NRT',
  validPct: 62.5,
  model: '1.0',
};

/** Policies, and whether each lets the announcement above through. */
const FILTERS: readonly [string, Record<string, unknown>, boolean][] = [
  ['an equal string', { collection: ['s2mp-s1s3', 's2mp-s1s2'] }, true],
  ['another string', { collection: ['s2mp-s1s3'] }, false],
  ['another case', { platform: ['s1a'] }, false],
  ['two keys, both matching', { collection: ['s2mp-s1s2'], change: ['created'] }, true],
  ['two keys, one not matching', { collection: ['s2mp-s1s2'], change: ['withdrawn'] }, false],
  ['an absent key', { region: ['anywhere'] }, false],
  ['an element of an array', { cells: ['N43E004'] }, true],
  ['no element of an array', { cells: ['N44E004'] }, false],
  ['a prefix of an array element', { cells: [{ prefix: 'N43' }] }, true],
  ['a prefix', { orbit: [{ prefix: 'ascending-' }] }, true],
  ['another prefix', { orbit: [{ prefix: 'descending-' }] }, false],
  ['anything but another string', { timeliness: [{ 'anything-but': ['backfill'] }] }, true],
  ['anything but this string', { timeliness: [{ 'anything-but': ['NRT', 'backfill'] }] }, false],
  ['anything but another prefix', { orbit: [{ 'anything-but': { prefix: 'desc' } }] }, true],
  ['anything but this prefix', { orbit: [{ 'anything-but': { prefix: 'asc' } }] }, false],
  ['an equal number', { acqDay: [{ numeric: ['=', 20210809] }] }, true],
  ['a range', { acqDay: [{ numeric: ['>=', 20210801, '<', 20210901] }] }, true],
  ['an open range', { validPct: [{ numeric: ['>', 62.4] }] }, true],
  ['a range that ends before', { validPct: [{ numeric: ['>', 0, '<', 62.5] }] }, false],
  ['a number where a string is', { platform: [{ numeric: ['>', 0] }] }, false],
  ['presence', { model: [{ exists: true }] }, true],
  ['presence of what is absent', { region: [{ exists: true }] }, false],
  ['absence', { region: [{ exists: false }] }, true],
  ['absence of what is present', { model: [{ exists: false }] }, false],
];

/** What every {@link Topic} keeps. `open` gives a new topic with one subscriber each time. */
export function topicContract(
  name: string,
  open: (subscription: SubscriptionUnderTest) => Promise<TopicUnderTest>,
  options: { readonly concurrent?: boolean } = {},
): void {
  describe(`${name} as a Topic`, options, () => {
    test('delivers the body as it is to a raw subscriber', async () => {
      const { topic, delivered } = await open({ rawDelivery: true });
      await topic.publish({ body: '{"ü": "a b"}', attributes: READY });
      expect(await delivered(1)).toEqual(['{"ü": "a b"}']);
    });

    test('wraps body and attributes for any other subscriber', async () => {
      const { topic, delivered } = await open({ rawDelivery: false });
      await topic.publish({ body: '{"ü": "a b"}', attributes: READY });
      const envelope = envelopeSchema.parse(JSON.parse((await delivered(1))[0] ?? ''));
      expect(envelope.Message).toBe('{"ü": "a b"}');
      expect(envelope.MessageAttributes).toEqual({
        collection: { Type: 'String', Value: 's2mp-s1s2' },
        change: { Type: 'String', Value: 'created' },
        cells: { Type: 'String.Array', Value: '["N43E003","N43E004"]' },
        acqDay: { Type: 'Number', Value: '20210809' },
        orbit: { Type: 'String', Value: 'ascending-059' },
        platform: { Type: 'String', Value: 'S1A' },
        timeliness: { Type: 'String', Value: 'NRT' },
        validPct: { Type: 'Number', Value: '62.5' },
        model: { Type: 'String', Value: '1.0' },
      });
    });

    test.each(FILTERS)('filters by %s', async (_, filterPolicy, passes) => {
      const { topic, delivered } = await open({ filterPolicy, rawDelivery: true });
      await topic.publish({ body: 'ready', attributes: READY });
      expect(await delivered(passes ? 1 : 0)).toEqual(passes ? ['ready'] : []);
    });

    test('refuses what would be refused, lost or never found by a filter', async () => {
      const { topic, delivered } = await open({ rawDelivery: true });
      const refused: Announcement[] = [
        { body: '', attributes: {} },
        { body: 'x'.repeat(262_145), attributes: {} },
        { body: 'x'.repeat(262_140), attributes: { model: 'makes it too long' } },
        { body: 'x', attributes: Object.fromEntries(Array.from({ length: 11 }, (_, i) => [`a${i}`, i])) },
        { body: 'x', attributes: { time: 1_628_530_793_000 } },
        { body: 'x', attributes: { share: Number.NaN } },
        { body: 'x', attributes: { share: 0.123456 } },
        { body: 'x', attributes: { model: '' } },
        { body: 'x', attributes: { cells: [] } },
        { body: 'x', attributes: { 'two words': 'a' } },
        { body: 'x', attributes: { 'AWS.name': 'a' } },
      ];
      for (const announcement of refused) await expect(topic.publish(announcement)).rejects.toThrow(LimitExceededError);
      expect(await delivered(0)).toEqual([]);
    });
  });
}
