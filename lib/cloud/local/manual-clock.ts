import type { Clock } from '../clock.ts';

/** A clock that stands still until it is told, so that six hours of waiting pass at once. */
export class ManualClock implements Clock {
  #nowMs: number;

  constructor(start: Date) {
    this.#nowMs = start.getTime();
  }

  now(): Date {
    return new Date(this.#nowMs);
  }

  /** Never backwards. */
  advanceTo(time: Date): void {
    this.#nowMs = Math.max(this.#nowMs, time.getTime());
  }

  advanceSeconds(seconds: number): void {
    this.#nowMs += Math.max(0, seconds) * 1000;
  }
}
