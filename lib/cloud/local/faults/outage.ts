import type { Clock } from '../../clock.ts';

/** A dependency all of whose calls fail, from one of them on and for a time by the engine's clock. */
export interface Outage {
  /** `store <class of key>`, `queue <queue>` (sending to it) or `topic <topic>`. */
  readonly of: string;
  /** The call (from 1) with which it begins: so it never falls into a time when nobody calls. */
  readonly fromCall: number;
  readonly seconds: number;
}

/** How one outage goes on over all lives of an engine's folder. */
export class OutageWatch {
  readonly outage: Outage;
  readonly #clock: Clock;
  #calls = 0;
  #endMs: number | undefined;
  #refused = 0;

  constructor(outage: Outage, clock: Clock) {
    this.outage = outage;
    this.#clock = clock;
  }

  /** Calls that met the outage. */
  get refused(): number {
    return this.#refused;
  }

  /** Counts a call of the dependency and says whether it fails. */
  refuses(dependency: string): boolean {
    if (dependency !== this.outage.of) return false;
    this.#calls += 1;
    const nowMs = this.#clock.now().getTime();
    if (this.#calls >= this.outage.fromCall) this.#endMs ??= nowMs + this.outage.seconds * 1000;
    const isDown = this.#endMs !== undefined && nowMs < this.#endMs;
    if (isDown) this.#refused += 1;
    return isDown;
  }
}
