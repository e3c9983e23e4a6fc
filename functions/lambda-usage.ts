import type { MiddlewareObj } from '@middy/core';
import type { RequestCounts } from '../lib/cloud/aws/count-requests.ts';
import type { Usage, UsageMeter } from '../lib/pipeline/cost/usage.ts';

/**
 * What one execution environment of a function is charged for: its start, its invocations, and the requests that it sends.
 * Environments do one invocation at a time.
 */
export class LambdaUsage implements UsageMeter {
  readonly requests: RequestCounts = { reads: 0, writes: 0 };
  readonly #memoryGb: number;
  readonly #nowMs: () => number;
  #gbSeconds: number;
  #invocations = 0;
  /** Set while an invocation runs. */
  #sinceMs: number | undefined;

  /** @param startSeconds how long the environment took to start */
  constructor(memoryMb: number, startSeconds: number, nowMs = () => performance.now()) {
    this.#memoryGb = memoryMb / 1024;
    this.#gbSeconds = startSeconds * this.#memoryGb;
    this.#nowMs = nowMs;
  }

  begin(): void {
    this.#invocations++;
    this.#sinceMs = this.#nowMs();
  }

  end(): void {
    this.#count();
    this.#sinceMs = undefined;
  }

  open(): Usage {
    this.#count();
    const gbSeconds = Math.round(this.#gbSeconds * 1000) / 1000;
    return { gbSeconds, invocations: this.#invocations, ...this.requests };
  }

  settle({ gbSeconds, invocations, reads, writes }: Usage): void {
    this.#gbSeconds = Math.max(0, this.#gbSeconds - gbSeconds);
    this.#invocations -= invocations;
    this.requests.reads -= reads;
    this.requests.writes -= writes;
  }

  #count(): void {
    if (this.#sinceMs === undefined) return;
    const now = this.#nowMs();
    this.#gbSeconds += ((now - this.#sinceMs) / 1000) * this.#memoryGb;
    this.#sinceMs = now;
  }
}

/** Tells the meter when the function works. */
export function measureUsage(usage: LambdaUsage): MiddlewareObj {
  return { before: () => usage.begin(), after: () => usage.end(), onError: () => usage.end() };
}
