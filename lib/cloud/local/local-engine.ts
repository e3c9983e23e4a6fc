import { setImmediate as turnOfEventLoop } from 'node:timers/promises';
import type { Clock } from '../clock.ts';
import { MAX_BATCH } from '../message-limits.ts';
import { failedMessages } from './batch-outcome.ts';
import { checkMapping } from './check-mapping.ts';
import type { DeadLetter, DrivenMessage } from './driven-queue.ts';
import type { EngineEvent } from './engine-event.ts';
import { EngineLock } from './engine-lock.ts';
import type { EventSourceMapping } from './event-source-mapping.ts';
import { lambdaContext } from './lambda-context.ts';
import { ManualClock } from './manual-clock.ts';
import { sqsEvent } from './sqs-event.ts';

/** Node's timers overflow beyond 2³¹ ms. */
const LONGEST_SLEEP_MS = 60_000;

export interface LocalEngineOptions {
  /** Holds the lock; the queues' folders lie in it too. */
  readonly folder: string;
  readonly clock: Clock;
  readonly onEvent?: (event: EngineEvent) => void;
}

/**
 * Lambda's side of the pipeline on one machine: takes messages from queues and invokes functions with them, in this process.
 * At least once, unordered, in parallel up to each mapping's limit. One process per folder.
 */
export class LocalEngine {
  readonly #lock: EngineLock;
  readonly #clock: Clock;
  readonly #onEvent: (event: EngineEvent) => void;
  readonly #mappings: EventSourceMapping[] = [];
  readonly #invocations = new Map<EventSourceMapping, number>();
  readonly #running = new Set<Promise<void>>();
  #deadLetters: DeadLetter[] = [];
  /** The first error of a queue while a function's messages were acknowledged. */
  #queueFault: { readonly error: unknown } | undefined;
  /** Set while the engine sleeps. */
  #wake: (() => void) | undefined;
  /** Something happened since the last look at the queues. */
  #stirred = false;

  private constructor(lock: EngineLock, options: LocalEngineOptions) {
    this.#lock = lock;
    this.#clock = options.clock;
    this.#onEvent = options.onEvent ?? (() => undefined);
  }

  /**
   * Takes the folder's lock: open the engine before its queues and stores.
   * @throws EngineLockedError if a living process works on the folder
   */
  static async open(options: LocalEngineOptions): Promise<LocalEngine> {
    return new LocalEngine(await EngineLock.take(options.folder), options);
  }

  connect(mapping: EventSourceMapping): void {
    checkMapping(mapping);
    this.#mappings.push(mapping);
    mapping.queue.onArrival(() => this.#stir());
    mapping.queue.onDeadLetter((letter) => {
      this.#deadLetters.push(letter);
      this.#onEvent({ type: 'dead-lettered', letter });
    });
  }

  /**
   * Works until every connected queue is empty: waits for delayed messages, or with a {@link ManualClock} moves it on to them.
   * When `signal` is aborted it hands out nothing more, waits for the functions that run, and throws the signal's reason.
   * Errors of functions are events, not exceptions; errors of the queues themselves are thrown.
   * @returns the messages that went to a dead-letter queue meanwhile
   */
  async runUntilIdle(signal?: AbortSignal): Promise<readonly DeadLetter[]> {
    this.#deadLetters = [];
    this.#queueFault = undefined;
    const stir = () => this.#stir();
    signal?.addEventListener('abort', stir);
    try {
      while (await this.#step(signal));
    } finally {
      signal?.removeEventListener('abort', stir);
      await Promise.allSettled(this.#running);
    }
    signal?.throwIfAborted();
    return this.#deadLetters;
  }

  /** Gives up the folder. Nothing may be running. */
  async close(): Promise<void> {
    await this.#lock.release();
  }

  /** False when there is nothing left to do. */
  async #step(signal: AbortSignal | undefined): Promise<boolean> {
    // Local queues and stores never leave the event loop, so it is left here: others want their turn.
    await turnOfEventLoop();
    this.#stirred = false;
    signal?.throwIfAborted();
    if (this.#queueFault !== undefined) throw this.#queueFault.error;
    // Those with a window last: they see whether there is anything else to do.
    for (const mapping of this.#mappings) if (!hasWindow(mapping)) await this.#fill(mapping, signal);
    for (const mapping of this.#mappings)
      if (hasWindow(mapping) && this.#isDue(mapping)) await this.#fill(mapping, signal);
    const nextMs = this.#nextDueAtMs();
    const nothingRuns = this.#running.size === 0;
    if (nextMs === undefined && nothingRuns) return this.#stirred;
    if (nextMs !== undefined && nextMs > this.#clock.now().getTime()) {
      if (nothingRuns) this.#onEvent({ type: 'waiting', until: new Date(nextMs) });
      if (this.#clock instanceof ManualClock) {
        // Time stands still while functions run, so that none of them outlives its visibility timeout by a jump.
        if (nothingRuns) this.#clock.advanceTo(new Date(nextMs));
        else await this.#sleep(undefined);
      } else await this.#sleep(nextMs);
    } else if (nextMs === undefined) await this.#sleep(undefined);
    // Else something became due since this look: the next one takes it.
    return true;
  }

  async #fill(mapping: EventSourceMapping, signal: AbortSignal | undefined): Promise<void> {
    while (signal?.aborted !== true && this.#isFree(mapping)) {
      const messages = await receiveBatch(mapping);
      if (messages.length === 0) return;
      this.#invocations.set(mapping, (this.#invocations.get(mapping) ?? 0) + 1);
      const running = this.#invoke(mapping, messages)
        .catch((error: unknown) => {
          this.#queueFault ??= { error };
        })
        .finally(() => {
          this.#invocations.set(mapping, (this.#invocations.get(mapping) ?? 1) - 1);
          this.#running.delete(running);
          this.#stir();
        });
      this.#running.add(running);
    }
  }

  async #invoke(mapping: EventSourceMapping, messages: readonly DrivenMessage[]): Promise<void> {
    const { functionName, queue } = mapping;
    const messageIds = messages.map((message) => message.id);
    this.#onEvent({ type: 'invoked', functionName, messageIds });
    const startMs = performance.now();
    const { failed, error } = await outcomeOf(mapping, messages);
    for (const message of messages) {
      if (!failed.has(message.id)) await queue.delete(message.receiptHandle);
      else if (mapping.retryDelaySeconds !== undefined) {
        await queue.changeVisibility(message.receiptHandle, mapping.retryDelaySeconds);
      }
    }
    this.#onEvent({
      type: 'finished',
      functionName,
      messageIds,
      failedIds: messageIds.filter((id) => failed.has(id)),
      durationMs: performance.now() - startMs,
      ...(error !== undefined && { error }),
    });
  }

  #isFree(mapping: EventSourceMapping): boolean {
    return (this.#invocations.get(mapping) ?? 0) < mapping.maximumConcurrency;
  }

  /** Whether the batch is full, or need not wait any longer for company. */
  #isDue(mapping: EventSourceMapping): boolean {
    if (mapping.queue.length >= mapping.batchSize) return true;
    const dueMs = this.#dueAtMs(mapping);
    return dueMs !== undefined && dueMs <= this.#clock.now().getTime();
  }

  #dueAtMs(mapping: EventSourceMapping): number | undefined {
    const visibleMs = mapping.queue.nextVisibleAtMs();
    if (visibleMs === undefined || this.#running.size === 0) return visibleMs;
    return visibleMs + (mapping.batchingWindowSeconds ?? 0) * 1000;
  }

  /** The next time at which a function that is free could be invoked. */
  #nextDueAtMs(): number | undefined {
    const times = this.#mappings
      .filter((mapping) => this.#isFree(mapping))
      .map((mapping) => this.#dueAtMs(mapping))
      .filter((time) => time !== undefined);
    return times.length > 0 ? Math.min(...times) : undefined;
  }

  #stir(): void {
    this.#stirred = true;
    this.#wake?.();
  }

  /** Until something happens, or until a time of the system's clock. */
  async #sleep(untilMs: number | undefined): Promise<void> {
    if (this.#stirred) return;
    let timer: NodeJS.Timeout | undefined;
    await new Promise<void>((resolve) => {
      this.#wake = resolve;
      if (untilMs === undefined) return;
      const waitMs = Math.max(0, untilMs - this.#clock.now().getTime());
      timer = setTimeout(resolve, Math.min(waitMs, LONGEST_SLEEP_MS));
    });
    this.#wake = undefined;
    clearTimeout(timer);
  }
}

function hasWindow({ batchingWindowSeconds = 0 }: EventSourceMapping): boolean {
  return batchingWindowSeconds > 0;
}

/** A batch beyond SQS's ten is collected by several receives. */
async function receiveBatch({ queue, batchSize }: EventSourceMapping): Promise<DrivenMessage[]> {
  const messages: DrivenMessage[] = [];
  for (;;) {
    const more = await queue.receive(Math.min(batchSize - messages.length, MAX_BATCH));
    messages.push(...more);
    if (more.length < MAX_BATCH || messages.length >= batchSize) return messages;
  }
}

interface Outcome {
  readonly failed: ReadonlySet<string>;
  readonly error: unknown;
}

async function outcomeOf(mapping: EventSourceMapping, messages: readonly DrivenMessage[]): Promise<Outcome> {
  const batch = messages.map((message) => message.id);
  try {
    const event = sqsEvent(mapping.queue.arn, messages);
    const response: unknown = await mapping.handler(event, lambdaContext(mapping.functionName, mapping.timeoutSeconds));
    return { failed: mapping.reportBatchItemFailures ? failedMessages(response, batch) : new Set(), error: undefined };
  } catch (error) {
    return { failed: new Set(batch), error };
  }
}
