import { LimitExceededError } from './limit-exceeded.error.ts';
import { MAX_MESSAGE_BYTES } from './message-limits.ts';
import type { Announcement, AttributeValue } from './topic.ts';

/** SQS discards a raw delivery with more, without a word. */
export const MAX_ATTRIBUTES = 10;
/** SNS filters see numbers within this only, with 5 decimals. */
export const MAX_FILTERABLE_NUMBER = 1e9;

const ATTRIBUTE_NAME = /^(?!\.)(?!.*\.\.)[A-Za-z0-9_.-]{1,256}(?<!\.)$/;
const RESERVED_NAME = /^(aws|amazon)\./i;

export interface WireAttribute {
  readonly DataType: 'String' | 'Number' | 'String.Array';
  readonly StringValue: string;
}

/** How SNS and SQS carry the value. */
export function wireAttribute(value: AttributeValue): WireAttribute {
  if (typeof value === 'string') return { DataType: 'String', StringValue: value };
  if (typeof value === 'number') return { DataType: 'Number', StringValue: String(value) };
  return { DataType: 'String.Array', StringValue: JSON.stringify(value) };
}

/**
 * What SNS would refuse, and what it would take but never filter or deliver.
 * @throws LimitExceededError
 */
export function checkAnnouncement(topic: string, { body, attributes }: Announcement): void {
  const names = Object.keys(attributes);
  if (names.length > MAX_ATTRIBUTES)
    refuse(topic, `${names.length} attributes, at most ${MAX_ATTRIBUTES} are delivered`);
  let size = Buffer.byteLength(body);
  if (size === 0) refuse(topic, 'an empty body');
  for (const [name, value] of Object.entries(attributes)) {
    if (!ATTRIBUTE_NAME.test(name) || RESERVED_NAME.test(name))
      refuse(topic, `an attribute named ${JSON.stringify(name)}`);
    checkValue(topic, name, value);
    const wire = wireAttribute(value);
    size += Buffer.byteLength(name) + Buffer.byteLength(wire.DataType) + Buffer.byteLength(wire.StringValue);
  }
  if (size > MAX_MESSAGE_BYTES) refuse(topic, `${size} bytes with attributes, at most ${MAX_MESSAGE_BYTES} are sent`);
}

function checkValue(topic: string, name: string, value: AttributeValue): void {
  if (typeof value === 'number') {
    if (!(Math.abs(value) <= MAX_FILTERABLE_NUMBER)) refuse(topic, `attribute ${name} = ${value}, outside of ±1e9`);
    if (Number(value.toFixed(5)) !== value) refuse(topic, `attribute ${name} = ${value}, with more than 5 decimals`);
  } else if (value.length === 0) refuse(topic, `attribute ${name} without a value`);
}

function refuse(topic: string, what: string): never {
  throw new LimitExceededError(`${topic}: cannot announce a message with ${what}`);
}
