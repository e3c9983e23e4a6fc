import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  encodeLedgerRecord,
  type LedgerRecord,
  type Outcome,
  parseLedgerRecord,
} from '../../../lib/product/ledger-record.ts';
import * as ledger from '../../../lib/product/ledger-transitions.ts';

const T0 = new Date('2021-08-09T20:00:00.000Z');
const T1 = new Date('2021-08-09T20:00:07.500Z');
const PRODUCT = 'S1A_IW_GRDH_1SDV_20210809T173953_20210809T174018_039156_049F13_6FF8';
const scene = { bucket: 'scenes', location: `scenes/${PRODUCT}.SAFE` };
const start = ledger.inFlight(PRODUCT, T0, scene);
const produced: Outcome = { state: 'produced', item: 'S1A_IW_20210809T173953_039156_049F13', run: 'a'.repeat(64) };
const noNdvi: Outcome = { state: 'rejected', reason: 'no-ndvi', message: 'ndvi/s3: none within 20 days' };
const beaten: Outcome = { state: 'superseded', by: 'OTHER' };
const broken: Outcome = { state: 'failed', fingerprint: '0123456789ab', message: 'disk full' };

describe('ledger transitions', () => {
  it('begin in flight and remember when the scene was handed on', () => {
    expect(ledger.queued(start, T1)).toEqual({
      type: 's2mp-ledger-record',
      product: PRODUCT,
      state: 'in-flight',
      scene,
      firstSeen: '2021-08-09T20:00:00.000Z',
      updated: '2021-08-09T20:00:07.500Z',
      queuedAt: '2021-08-09T20:00:07.500Z',
      outcomes: {},
      supersedes: [],
    });
  });

  it.each<[string, Outcome[], Partial<LedgerRecord>]>([
    ['a map is live', [produced, noNdvi], { state: 'produced' }],
    ['all were rejected', [noNdvi, noNdvi], { state: 'rejected', reason: 'no-ndvi', message: noNdvi.message }],
    ['a better product was there', [beaten, noNdvi], { state: 'superseded', by: 'OTHER' }],
    [
      'one failed, none is live',
      [noNdvi, broken],
      { state: 'failed', fingerprint: '0123456789ab', message: 'disk full' },
    ],
    ['one failed, one is live', [produced, broken], { state: 'produced' }],
  ])('settle when %s', (_, [s1s2, s1s3], expected) => {
    const outcomes = { 's2mp-s1s3': s1s3 as Outcome, 's2mp-s1s2': s1s2 as Outcome };
    expect(ledger.settled(start, outcomes, T1)).toEqual({
      ...start,
      ...expected,
      updated: T1.toISOString(),
      outcomes,
    });
  });

  it('do not count as handed over what was reopened', () => {
    const broken = ledger.failed(ledger.queued(start, T0), '0123456789ab', 'disk full', T0);
    expect(ledger.reopened(broken, T1)).toEqual({ ...start, updated: T1.toISOString() });
  });

  it.each<[string, Outcome]>([
    ['produced', produced],
    ['superseded', beaten],
  ])('keep what is %s when its files cannot be read any more', (_, outcome) => {
    const mapped = ledger.settled(start, { a: outcome }, T0);
    expect(ledger.rejected(mapped, 'incomplete', 'no measurement', T1)).toBe(mapped);
  });

  it('cannot settle without an outcome', () => {
    expect(() => ledger.settled(start, {}, T1)).toThrow(RangeError);
  });

  it('keep a live map as produced when a later run of the product comes to nothing', () => {
    const live = ledger.settled(start, { 's2mp-s1s2': produced, 's2mp-s1s3': noNdvi }, T0);
    const again = ledger.settled(ledger.reopened(live, T1), { 's2mp-s1s2': noNdvi, 's2mp-s1s3': broken }, T1);
    expect(again).toMatchObject({ state: 'produced', outcomes: { 's2mp-s1s2': produced, 's2mp-s1s3': broken } });
    expect(ledger.settled(live, { 's2mp-s1s2': beaten }, T1)).toMatchObject({ state: 'superseded', by: 'OTHER' });
  });

  it('supersede collection by collection', () => {
    const live = ledger.settled(start, { 's2mp-s1s2': produced, 's2mp-s1s3': produced }, T0);
    const half = ledger.superseded(live, 's2mp-s1s2', 'OTHER', T1);
    expect([half.state, half.outcomes['s2mp-s1s2']?.state]).toEqual(['produced', 'superseded']);
    expect(ledger.superseded(half, 's2mp-s1s3', 'OTHER', T1)).toMatchObject({ state: 'superseded', by: 'OTHER' });
    expect(ledger.superseded(half, 's2mp-s1s2', 'THIRD', T1)).toBe(half);
  });

  it('note what a map replaces before it does', () => {
    const noted = ledger.replacing(ledger.replacing(start, ['B', 'A'], T1), ['A'], T1);
    expect(noted).toEqual({ ...start, updated: T1.toISOString(), supersedes: ['A', 'B'] });
  });

  it('leave no part of the state before', () => {
    const rejected = ledger.rejected(start, 'incomplete', 'no measurement', T1);
    expect(rejected).toEqual({
      ...start,
      state: 'rejected',
      reason: 'incomplete',
      message: 'no measurement',
      updated: T1.toISOString(),
    });
    expect(ledger.reopened(rejected, T1)).toEqual({ ...start, updated: T1.toISOString() });
    expect(ledger.failed(rejected, 'f', 'm', T1)).not.toHaveProperty('reason');
  });

  it('know what is final', () => {
    const states = [start, ledger.rejected(start, 'no-vv', '', T1), ledger.settled(start, { a: produced }, T1)];
    expect(states.map(ledger.isFinal)).toEqual([false, true, true]);
  });
});

describe('ledger record', () => {
  it('is read back from its bytes', () => {
    const outcome = fc.constantFrom(produced, noNdvi, beaten, broken);
    fc.assert(
      fc.property(fc.dictionary(fc.constantFrom('s2mp-s1s2', 's2mp-s1s3'), outcome, { minKeys: 1 }), (outcomes) => {
        const record = ledger.settled(ledger.queued(start, T0), outcomes, T1);
        expect(parseLedgerRecord('key', encodeLedgerRecord(record))).toEqual(record);
      }),
    );
  });

  it.each([
    ['no JSON', '{', /^ledger\/x\.json: no JSON/],
    ['another document', '{"state":"produced"}', /^ledger\/x\.json: type: /],
    ['an unknown state', '{"state":"done"}', /^ledger\/x\.json: state: /],
  ])('that is %s is refused with its key', (_, text, message) => {
    expect(() => parseLedgerRecord('ledger/x.json', new TextEncoder().encode(text))).toThrow(message);
  });
});
