/** Time as the pipeline sees it, so that tests can let six hours pass at once. */
export interface Clock {
  now(): Date;
}

export const SYSTEM_CLOCK: Clock = { now: () => new Date() };
