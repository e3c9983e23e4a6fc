import { LimitExceededError } from './limit-exceeded.error.ts';
import type { SendOptions } from './message-queue.ts';

/** 256 KiB: what SNS, and SQS before 2025 and in emulators, take with all attributes (SQS alone takes 1 MiB now). */
export const MAX_MESSAGE_BYTES = 262_144;
/** 15 minutes. */
export const MAX_DELAY_SECONDS = 900;
/** 12 hours from the receipt. */
export const MAX_VISIBILITY_SECONDS = 43_200;
/** SQS: ReceiveMessage and SendMessageBatch. */
export const MAX_BATCH = 10;

/** Characters outside of XML 1.0's set are refused by SQS. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what it looks for
const NOT_XML = /[\0-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]/;

/** @throws LimitExceededError */
export function checkMessage(queue: string, body: string, options: SendOptions = {}): void {
  const size = Buffer.byteLength(body);
  if (size === 0) throw new LimitExceededError(`${queue}: an empty message cannot be sent`);
  if (size > MAX_MESSAGE_BYTES) {
    throw new LimitExceededError(`${queue}: the message has ${size} bytes, at most ${MAX_MESSAGE_BYTES} can be sent`);
  }
  if (!body.isWellFormed() || NOT_XML.test(body)) {
    throw new LimitExceededError(`${queue}: the message holds control characters or broken Unicode`);
  }
  checkSeconds(queue, 'delay', options.delaySeconds ?? 0, MAX_DELAY_SECONDS);
}

/** @throws LimitExceededError */
export function checkVisibility(queue: string, seconds: number): void {
  checkSeconds(queue, 'visibility timeout', seconds, MAX_VISIBILITY_SECONDS);
}

function checkSeconds(queue: string, what: string, seconds: number, max: number): void {
  if (Number.isInteger(seconds) && seconds >= 0 && seconds <= max) return;
  throw new LimitExceededError(`${queue}: a ${what} of ${seconds} s is not a whole number from 0 to ${max}`);
}
