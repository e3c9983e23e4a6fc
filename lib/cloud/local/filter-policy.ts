import { z } from 'zod';
import { MAX_FILTERABLE_NUMBER } from '../announcement-limits.ts';
import { LimitExceededError } from '../limit-exceeded.error.ts';
import type { AttributeValue } from '../topic.ts';

const text = z.string();
const number = z.number().min(-MAX_FILTERABLE_NUMBER).max(MAX_FILTERABLE_NUMBER);
const oneOrMore = <T extends z.ZodType>(type: T) => z.union([type, z.array(type).nonempty()]);

/** `["=", 5]`, `[">=", 0]` or `[">", 0, "<=", 5]`. */
const numericRange = z.union([
  z.tuple([z.enum(['=', '<', '<=', '>', '>=']), number]),
  z.tuple([z.enum(['>', '>=']), number, z.enum(['<', '<=']), number]),
]);

const condition = z.union([
  text,
  number,
  z.strictObject({ prefix: text }),
  z.strictObject({ suffix: text }),
  z.strictObject({
    'anything-but': z.union([
      oneOrMore(text),
      oneOrMore(number),
      z.strictObject({ prefix: oneOrMore(text) }),
      z.strictObject({ suffix: oneOrMore(text) }),
    ]),
  }),
  z.strictObject({ numeric: numericRange }),
  z.strictObject({ exists: z.boolean() }),
]);
const filterPolicySchema = z.record(z.string().min(1), z.array(condition).nonempty());

type Condition = z.infer<typeof condition>;
type NumericRange = z.infer<typeof numericRange>;

/**
 * An SNS subscription filter policy of scope MessageAttributes: every key must match, by any of its conditions.
 * https://docs.aws.amazon.com/sns/latest/dg/sns-subscription-filter-policies.html
 */
export type FilterPolicy = z.infer<typeof filterPolicySchema>;

const MAX_KEYS = 5;
/** Product of the numbers of conditions of all keys. */
const MAX_COMBINATIONS = 150;
const MAX_POLICY_BYTES = 262_144;

/** @throws LimitExceededError for what SNS refuses: unknown operators, too many keys or combinations, numbers beyond ±1e9 */
export function parseFilterPolicy(policy: unknown): FilterPolicy {
  const parsed = filterPolicySchema.safeParse(policy);
  if (!parsed.success) throw new LimitExceededError(`invalid filter policy: ${z.prettifyError(parsed.error)}`);
  const keys = Object.keys(parsed.data);
  if (keys.length > MAX_KEYS) throw new LimitExceededError(`filter policy of ${keys.length} keys, at most ${MAX_KEYS}`);
  const combinations = Object.values(parsed.data).reduce((product, conditions) => product * conditions.length, 1);
  if (combinations > MAX_COMBINATIONS) {
    throw new LimitExceededError(`filter policy of ${combinations} combinations, at most ${MAX_COMBINATIONS}`);
  }
  if (Buffer.byteLength(JSON.stringify(policy)) > MAX_POLICY_BYTES) {
    throw new LimitExceededError(`filter policy of more than ${MAX_POLICY_BYTES} bytes`);
  }
  return parsed.data;
}

export function matchesFilterPolicy(
  policy: FilterPolicy,
  attributes: Readonly<Record<string, AttributeValue>>,
): boolean {
  const anyAttribute = Object.keys(attributes).length > 0;
  return Object.entries(policy).every(([key, conditions]) => {
    const value = Object.hasOwn(attributes, key) ? attributes[key] : undefined;
    return conditions.some((one) => matches(one, value, anyAttribute));
  });
}

function matches(one: Condition, value: AttributeValue | undefined, anyAttribute: boolean): boolean {
  if (typeof one === 'object' && 'exists' in one) {
    // A message without any attribute matches no policy at all, not even `exists: false`.
    return one.exists ? value !== undefined : value === undefined && anyAttribute;
  }
  if (value === undefined) return false;
  const values: readonly (string | number)[] = typeof value === 'object' ? value : [value];
  if (typeof one === 'object' && 'anything-but' in one) {
    // Of an array, no element may be among them (documentation of 2025; it once said that one other element suffices).
    return values.length > 0 && !values.some((v) => isAmong(one['anything-but'], v));
  }
  return values.some((v) => matchesValue(one, v));
}

function matchesValue(
  one: Exclude<Condition, { exists: boolean } | { 'anything-but': unknown }>,
  value: string | number,
): boolean {
  if (typeof one !== 'object') return one === value;
  if ('numeric' in one) return typeof value === 'number' && inRange(one.numeric, value);
  if (typeof value !== 'string') return false;
  return 'prefix' in one ? value.startsWith(one.prefix) : value.endsWith(one.suffix);
}

type Excluded = Extract<Condition, { 'anything-but': unknown }>['anything-but'];

function isAmong(excluded: Excluded, value: string | number): boolean {
  if (typeof excluded !== 'object' || Array.isArray(excluded)) return listOf<string | number>(excluded).includes(value);
  if (typeof value !== 'string') return false;
  if ('prefix' in excluded) return listOf(excluded.prefix).some((prefix) => value.startsWith(prefix));
  return listOf(excluded.suffix).some((suffix) => value.endsWith(suffix));
}

function listOf<T>(oneOrMany: T | readonly T[]): readonly T[] {
  return Array.isArray(oneOrMany) ? oneOrMany : [oneOrMany as T];
}

function inRange(range: NumericRange, value: number): boolean {
  const [firstOperator, firstBound, secondOperator, secondBound] = range;
  if (!compares(firstOperator, value, firstBound)) return false;
  return secondOperator === undefined || secondBound === undefined || compares(secondOperator, value, secondBound);
}

function compares(operator: '=' | '<' | '<=' | '>' | '>=', value: number, bound: number): boolean {
  switch (operator) {
    case '=':
      return value === bound;
    case '<':
      return value < bound;
    case '<=':
      return value <= bound;
    case '>':
      return value > bound;
    case '>=':
      return value >= bound;
  }
}
