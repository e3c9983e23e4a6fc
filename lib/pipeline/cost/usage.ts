/** What has been used of the cloud, as it is charged. */
export interface Usage {
  readonly gbSeconds: number;
  readonly invocations: number;
  /** Objects that were read or asked for. */
  readonly reads: number;
  /** Objects that were written, and pages of lists. */
  readonly writes: number;
}

/**
 * Counts what a machine is charged for: its start, work and failures. What no receipt states yet stays for the next one, so only
 * what a machine does after its last receipt is left out.
 */
export interface UsageMeter {
  /** What was used and is in no receipt. */
  open(): Usage;
  /** A receipt states this much of it. */
  settle(usage: Usage): void;
}
