/** Rate and remaining time of one stage, from the moment it was first seen. */
export class RateEstimate {
  readonly #startedMs: number;

  constructor(nowMs: number) {
    this.#startedMs = nowMs;
  }

  /** Units per second; undefined before anything was done. */
  rate(done: number, nowMs: number): number | undefined {
    const seconds = (nowMs - this.#startedMs) / 1000;
    return done > 0 && seconds > 0 ? done / seconds : undefined;
  }

  /** Seconds still to go at the mean rate so far. */
  remainingSeconds(done: number, total: number, nowMs: number): number | undefined {
    const rate = this.rate(done, nowMs);
    return rate === undefined ? undefined : Math.max(total - done, 0) / rate;
  }
}

/** `1 234/s`, `0.4/s`, or a dash. */
export function formatRate(rate: number | undefined, unit: string): string {
  if (rate === undefined) return '–';
  return `${rate >= 10 ? Math.round(rate).toLocaleString('en-US').replaceAll(',', ' ') : rate.toFixed(1)} ${unit}/s`;
}

/** `0:07`, `12:30`, or a dash. */
export function formatRemaining(seconds: number | undefined): string {
  if (seconds === undefined || !Number.isFinite(seconds)) return '–';
  const whole = Math.ceil(seconds);
  return `${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, '0')}`;
}
