import { MAX_DELAY_SECONDS } from '../../message-limits.ts';
import type { ReceiveOptions } from '../../message-queue.ts';
import type { DeadLetter, DrivenMessage, DrivenQueue, DrivenSendOptions } from '../driven-queue.ts';
import type { Life } from './life.ts';
import { refuseNowAndThen } from './refuse-now-and-then.ts';

/**
 * A queue that delivers twice, late, or again after the acknowledgement, and that cannot be sent to now and then. The order
 * is the inner queue's own: random.
 */
export class FaultyQueue implements DrivenQueue {
  readonly name: string;
  readonly arn: string;
  readonly visibilityTimeoutSeconds: number;
  readonly #queue: DrivenQueue;
  readonly #life: Life;

  constructor(queue: DrivenQueue, life: Life) {
    this.name = queue.name;
    this.arn = queue.arn;
    this.visibilityTimeoutSeconds = queue.visibilityTimeoutSeconds;
    this.#queue = queue;
    this.#life = life;
  }

  get length(): number {
    return this.#queue.length;
  }

  send(body: string, options: DrivenSendOptions = {}): Promise<void> {
    const { plan } = this.#life;
    return this.#life.write(`send ${this.name}`, () =>
      refuseNowAndThen(`queue ${this.name}`, plan, async () => {
        const copies = plan.random.chance(plan.options.duplicate ?? 0) ? 2 : 1;
        for (let copy = 0; copy < copies; copy++)
          await this.#queue.send(body, { ...options, ...this.#delayed(options) });
      }),
    );
  }

  receive(max: number, options?: ReceiveOptions): Promise<DrivenMessage[]> {
    return this.#life.read(() => this.#queue.receive(max, options));
  }

  delete(receiptHandle: string): Promise<void> {
    const { random, options: faults } = this.#life.plan;
    return this.#life.write(`delete ${this.name}`, async () => {
      if (!random.chance(faults.redeliver ?? 0)) await this.#queue.delete(receiptHandle);
    });
  }

  changeVisibility(receiptHandle: string, seconds: number): Promise<void> {
    return this.#life.read(() => this.#queue.changeVisibility(receiptHandle, seconds));
  }

  nextVisibleAtMs(): number | undefined {
    return this.#queue.nextVisibleAtMs();
  }

  onArrival(listener: () => void): void {
    this.#queue.onArrival(listener);
  }

  onDeadLetter(listener: (letter: DeadLetter) => void): void {
    this.#queue.onDeadLetter(listener);
  }

  #delayed(options: DrivenSendOptions): DrivenSendOptions {
    const { random, options: faults } = this.#life.plan;
    if (!random.chance(faults.delay ?? 0)) return {};
    return { delaySeconds: Math.max(options.delaySeconds ?? 0, 1 + random.below(MAX_DELAY_SECONDS)) };
  }
}
