/** How wide a queue is open to the function that works on it. */
export interface LaneWidth {
  readonly enabled: boolean;
  /** Invocations side by side; undefined = as many as the account allows. */
  readonly maximumConcurrency: number | undefined;
}

/** Opens, narrows and closes the way from a queue to its function: Lambda's event source mapping. Messages wait meanwhile. */
export interface LaneControl {
  width(): Promise<LaneWidth>;
  /** @param maximumConcurrency 2 … 1000 (Lambda's bounds) */
  open(maximumConcurrency: number): Promise<void>;
  close(): Promise<void>;
}
