import { renameSync, unlinkSync, writeFileSync } from 'node:fs';
import { mkdir, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Clock } from '../clock.ts';
import { checkMessage, checkVisibility, MAX_BATCH } from '../message-limits.ts';
import type { ReceiveOptions } from '../message-queue.ts';
import { MessagingUnavailableError } from '../messaging-unavailable.error.ts';
import type { DeadLetter, DrivenMessage, DrivenQueue, DrivenSendOptions } from './driven-queue.ts';
import { fileFault } from './file-fault.ts';
import { type QueueMessage, readQueueMessage } from './queue-message.ts';
import { SeededRandom } from './seeded-random.ts';

/** 14 days, SQS's maximum, counted from the first sending. */
const RETENTION_SECONDS = 14 * 86_400;
const PART_SUFFIX = '.part';

export interface LocalMessageQueueOptions {
  /** The folder that holds the folders of all queues: `engine/queues`. */
  readonly folder: string;
  readonly name: string;
  readonly clock: Clock;
  /** Seconds, default 30 as in SQS; six times the timeout of the function that reads it (AWS's advice). */
  readonly visibilityTimeoutSeconds?: number;
  readonly deadLetter?: { readonly queue: LocalMessageQueue; readonly maxReceiveCount: number };
  /** Seconds, default 14 days. */
  readonly retentionSeconds?: number;
  /** Of the order in which visible messages are received. */
  readonly seed?: number;
}

interface Entry {
  message: QueueMessage;
  visibleAtMs: number;
  receives: number;
  firstReceivedAtMs: number | undefined;
  /** Of the latest receive. */
  receiptHandle: string | undefined;
}

/**
 * A standard SQS queue with one file per message, which appears and vanishes by a rename or unlink; so a killed process loses
 * no message. At its restart every message that is not delayed is visible again: the receiver is dead, and the visibility
 * timeout would only keep others waiting for it. A receive that ended so is not counted, so that killing the
 * process never drives sound work into the dead-letter queue.
 */
export class LocalMessageQueue implements DrivenQueue {
  readonly name: string;
  readonly arn: string;
  readonly visibilityTimeoutSeconds: number;
  readonly #folder: string;
  readonly #clock: Clock;
  readonly #deadLetter: LocalMessageQueueOptions['deadLetter'];
  readonly #retentionMs: number;
  readonly #random: SeededRandom;
  readonly #entries = new Map<string, Entry>();
  readonly #arrivalListeners: (() => void)[] = [];
  readonly #deadLetterListeners: ((letter: DeadLetter) => void)[] = [];
  #handles = 0;

  private constructor(options: LocalMessageQueueOptions) {
    this.name = options.name;
    this.arn = `arn:aws:sqs:local:000000000000:${options.name}`;
    this.visibilityTimeoutSeconds = options.visibilityTimeoutSeconds ?? 30;
    checkVisibility(this.name, this.visibilityTimeoutSeconds);
    this.#folder = join(options.folder, options.name);
    this.#clock = options.clock;
    this.#deadLetter = options.deadLetter;
    this.#retentionMs = (options.retentionSeconds ?? RETENTION_SECONDS) * 1000;
    this.#random = new SeededRandom(options.seed ?? 0);
  }

  /** @throws EngineStateError if a file of the folder is no message */
  static async open(options: LocalMessageQueueOptions): Promise<LocalMessageQueue> {
    const queue = new LocalMessageQueue(options);
    await mkdir(queue.#folder, { recursive: true });
    const loaded: [string, QueueMessage][] = [];
    for (const file of await readdir(queue.#folder)) {
      const path = join(queue.#folder, file);
      if (file.endsWith('.json')) loaded.push([file.slice(0, -'.json'.length), await readQueueMessage(path)]);
      else if (file.endsWith(PART_SUFFIX)) await rm(path, { force: true });
    }
    // Not in the order of the random ids, so that a seed gives the same run.
    loaded.sort(([, a], [, b]) => a.sentAtMs - b.sentAtMs || Number(a.body > b.body) - Number(a.body < b.body));
    for (const [id, message] of loaded) queue.#remember(id, message);
    return queue;
  }

  get length(): number {
    return this.#entries.size;
  }

  async send(body: string, options: DrivenSendOptions = {}): Promise<void> {
    checkMessage(this.name, body, options);
    const nowMs = this.#nowMs();
    const message: QueueMessage = {
      body,
      attributes: { ...options.attributes },
      sentAtMs: nowMs,
      visibleAtMs: nowMs + (options.delaySeconds ?? 0) * 1000,
      failedReceives: 0,
    };
    const id = crypto.randomUUID();
    this.#write(id, message);
    this.#remember(id, message);
  }

  async receive(max: number, options: ReceiveOptions = {}): Promise<DrivenMessage[]> {
    const { visibilitySeconds = this.visibilityTimeoutSeconds } = options;
    checkVisibility(this.name, visibilitySeconds);
    const nowMs = this.#nowMs();
    const received: DrivenMessage[] = [];
    const visible = [...this.#entries].filter(([, entry]) => entry.visibleAtMs <= nowMs);
    while (received.length < Math.min(max, MAX_BATCH)) {
      const [drawn] = visible.splice(this.#random.below(visible.length), 1);
      if (!drawn) break;
      const [id, entry] = drawn;
      entry.visibleAtMs = nowMs + visibilitySeconds * 1000;
      if (nowMs >= entry.message.sentAtMs + this.#retentionMs) {
        this.#forget(id);
      } else if (this.#deadLetter !== undefined && entry.receives >= this.#deadLetter.maxReceiveCount) {
        this.#moveTo(this.#deadLetter.queue, id, entry);
      } else {
        received.push(this.#hand(id, entry, nowMs));
      }
    }
    return received;
  }

  async delete(receiptHandle: string): Promise<void> {
    const found = this.#byHandle(receiptHandle);
    if (found !== undefined) this.#forget(found.id);
  }

  async changeVisibility(receiptHandle: string, seconds: number): Promise<void> {
    checkVisibility(this.name, seconds);
    const entry = this.#byHandle(receiptHandle)?.entry;
    const nowMs = this.#nowMs();
    // Only a message in flight has a visibility that can be changed.
    if (entry === undefined || entry.visibleAtMs <= nowMs) return;
    entry.visibleAtMs = nowMs + seconds * 1000;
    this.#announce();
  }

  nextVisibleAtMs(): number | undefined {
    let next: number | undefined;
    for (const { visibleAtMs } of this.#entries.values()) {
      if (next === undefined || visibleAtMs < next) next = visibleAtMs;
    }
    return next;
  }

  onArrival(listener: () => void): void {
    this.#arrivalListeners.push(listener);
  }

  onDeadLetter(listener: (letter: DeadLetter) => void): void {
    this.#deadLetterListeners.push(listener);
  }

  /** All messages without receiving them: what an operator sees of a dead-letter queue. */
  peek(): readonly { readonly id: string; readonly body: string; readonly sentAtMs: number }[] {
    return [...this.#entries].map(([id, { message }]) => ({ id, body: message.body, sentAtMs: message.sentAtMs }));
  }

  #hand(id: string, entry: Entry, nowMs: number): DrivenMessage {
    // First of all: from here on a late delete by the receiver before can no longer meet the write below.
    this.#handles += 1;
    const receiptHandle = `${id}#${this.#handles}`;
    entry.receiptHandle = receiptHandle;
    if (entry.receives > entry.message.failedReceives) {
      entry.message = { ...entry.message, failedReceives: entry.receives };
      this.#write(id, entry.message);
    }
    entry.receives += 1;
    entry.firstReceivedAtMs ??= nowMs;
    const { body, attributes, sentAtMs } = entry.message;
    return {
      id,
      receiptHandle,
      body,
      attributes,
      sentAtMs,
      receiveCount: entry.receives,
      firstReceivedAtMs: entry.firstReceivedAtMs,
    };
  }

  /** One rename: a kill leaves the message in exactly one of the two queues. */
  #moveTo(target: LocalMessageQueue, id: string, entry: Entry): void {
    this.#entries.delete(id);
    this.#onDisk(() => renameSync(this.#pathOf(id), target.#pathOf(id)));
    target.#remember(id, { ...entry.message, failedReceives: 0, visibleAtMs: this.#nowMs() });
    for (const listener of this.#deadLetterListeners) listener({ queue: this.name, id, body: entry.message.body });
  }

  #forget(id: string): void {
    this.#entries.delete(id);
    this.#onDisk(() => {
      try {
        unlinkSync(this.#pathOf(id));
      } catch (error) {
        if (fileFault(error) !== 'ENOENT') throw error;
      }
    });
  }

  #remember(id: string, message: QueueMessage): void {
    const { visibleAtMs, failedReceives } = message;
    this.#entries.set(id, {
      message,
      visibleAtMs,
      receives: failedReceives,
      firstReceivedAtMs: undefined,
      receiptHandle: undefined,
    });
    this.#announce();
  }

  /** A handle of an earlier receive has no power any more, as in SQS. */
  #byHandle(receiptHandle: string): { id: string; entry: Entry } | undefined {
    const id = receiptHandle.slice(0, receiptHandle.indexOf('#'));
    const entry = this.#entries.get(id);
    return entry?.receiptHandle === receiptHandle ? { id, entry } : undefined;
  }

  #write(id: string, message: QueueMessage): void {
    const path = this.#pathOf(id);
    this.#onDisk(() => {
      writeFileSync(path + PART_SUFFIX, JSON.stringify(message));
      renameSync(path + PART_SUFFIX, path);
    });
  }

  /** At once: a turn of the event loop costs more than a small file. */
  #onDisk(action: () => void): void {
    try {
      action();
    } catch (error) {
      throw new MessagingUnavailableError(`${this.name}: ${String(error)}`, { cause: error });
    }
  }

  #pathOf(id: string): string {
    return join(this.#folder, `${id}.json`);
  }

  #announce(): void {
    for (const listener of this.#arrivalListeners) listener();
  }

  #nowMs(): number {
    return this.#clock.now().getTime();
  }
}
