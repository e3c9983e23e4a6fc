import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { LimitExceededError } from '../../../../lib/cloud/limit-exceeded.error.ts';
import { matchesFilterPolicy, parseFilterPolicy } from '../../../../lib/cloud/local/filter-policy.ts';

/** Each kind of condition beside what it means, written down independently: for one plain value. */
const text = fc.string({ unit: fc.constantFrom('a', 'b'), maxLength: 3 });
const number = fc.integer({ min: -3, max: 3 });
type Value = string | number;
interface Case {
  readonly condition: unknown;
  /** Of one value. */
  readonly accepts: (value: Value) => boolean;
  /** All elements of an array have to be accepted, not only one. */
  readonly all?: true;
}
const isText = (value: Value) => typeof value === 'string';
const OPERATORS: Record<string, (value: number, bound: number) => boolean> = {
  '=': (value, bound) => value === bound,
  '<': (value, bound) => value < bound,
  '<=': (value, bound) => value <= bound,
  '>': (value, bound) => value > bound,
  '>=': (value, bound) => value >= bound,
};
const conditionCase: fc.Arbitrary<Case> = fc.oneof(
  text.map((t) => ({ condition: t, accepts: (v: Value) => v === t })),
  number.map((n) => ({ condition: n, accepts: (v: Value) => v === n })),
  text.map((t) => ({
    condition: { prefix: t },
    accepts: (v: Value) => isText(v) && String(v).slice(0, t.length) === t,
  })),
  text.map((t) => ({
    condition: { suffix: t },
    accepts: (v: Value) => isText(v) && new RegExp(`${t}$`).test(String(v)),
  })),
  fc.array(text, { minLength: 1, maxLength: 3 }).map((list) => ({
    condition: { 'anything-but': list },
    accepts: (v: Value) => list.every((t) => t !== v),
    all: true as const,
  })),
  number.map((n) => ({ condition: { 'anything-but': n }, accepts: (v: Value) => v !== n, all: true as const })),
  text.map((t) => ({
    condition: { 'anything-but': { prefix: t } },
    accepts: (v: Value) => !(isText(v) && new RegExp(`^${t}`).test(String(v))),
    all: true as const,
  })),
  fc.tuple(fc.constantFrom(...Object.keys(OPERATORS)), number).map(([operator, bound]) => ({
    condition: { numeric: [operator, bound] },
    accepts: (v: Value) => typeof v === 'number' && OPERATORS[operator]?.(v, bound) === true,
  })),
  fc.tuple(fc.constantFrom('>', '>='), number, fc.constantFrom('<', '<='), number).map(([low, from, high, to]) => ({
    condition: { numeric: [low, from, high, to] },
    accepts: (v: Value) =>
      typeof v === 'number' && OPERATORS[low]?.(v, from) === true && OPERATORS[high]?.(v, to) === true,
  })),
);
const attribute = fc.oneof(text, number, fc.array(text, { minLength: 1, maxLength: 3 }));
const name = fc.constantFrom('p', 'q', 'r');

describe('filter policies', () => {
  test('match exactly when every key has a condition that accepts its attribute', () => {
    const policies = fc.dictionary(name, fc.array(conditionCase, { minLength: 1, maxLength: 3 }), { maxKeys: 3 });
    const messages = fc.dictionary(name, attribute, { maxKeys: 3 });
    const outcomes = new Set<boolean>();
    fc.assert(
      fc.property(policies, messages, (cases, attributes) => {
        const policy = Object.fromEntries(
          Object.entries(cases).map(([key, list]) => [key, list.map((c) => c.condition)]),
        );
        const expected = Object.entries(cases).every(([key, list]) => {
          const value = attributes[key];
          if (value === undefined) return false;
          const values: Value[] = Array.isArray(value) ? value : [value];
          return list.some((c) => (c.all ? values.every(c.accepts) : values.some(c.accepts)));
        });
        outcomes.add(expected);
        expect(matchesFilterPolicy(parseFilterPolicy(policy), attributes)).toBe(expected);
      }),
      { numRuns: 2000 },
    );
    expect(outcomes).toEqual(new Set([true, false]));
  });

  test('let nothing inherited pass for an attribute', () => {
    expect(matchesFilterPolicy(parseFilterPolicy({ toString: [{ exists: true }] }), { a: 'b' })).toBe(false);
  });

  test('find no absence in a message without any attribute, as SNS documents', () => {
    const policy = parseFilterPolicy({ region: [{ exists: false }] });
    expect(matchesFilterPolicy(policy, {})).toBe(false);
    expect(matchesFilterPolicy(policy, { other: 'x' })).toBe(true);
  });

  test.each([
    ['no object', 'collection'],
    ['a value that is no list', { collection: 's2mp-s1s2' }],
    ['an empty list', { collection: [] }],
    ['an unknown operator', { collection: [{ matches: 's2.*' }] }],
    ['two operators in one condition', { collection: [{ prefix: 'a', suffix: 'b' }] }],
    ['a number beyond 1e9', { time: [{ numeric: ['>', 1_628_530_793] }] }],
    ['a range the wrong way round', { day: [{ numeric: ['<', 5, '>', 1] }] }],
    ['six keys', Object.fromEntries(['a', 'b', 'c', 'd', 'e', 'f'].map((key) => [key, ['x']]))],
    ['151 combinations', { a: Array.from({ length: 151 }, (_, i) => `v${i}`) }],
    ['152 combinations of two keys', { a: Array.from({ length: 38 }, (_, i) => `v${i}`), b: ['1', '2', '3', '4'] }],
  ])('are refused with %s', (_, policy) => {
    expect(() => parseFilterPolicy(policy)).toThrow(LimitExceededError);
  });

  test('may have five keys and 150 combinations', () => {
    const thirty = Array.from({ length: 30 }, (_, i) => `v${i}`);
    const policy = { a: thirty, b: ['1', '2', '3', '4', '5'], c: ['x'], d: ['x'], e: ['x'] };
    expect(parseFilterPolicy(policy)).toEqual(policy);
  });
});
