/** What has been used of the cloud, as it is charged. */
export interface Usage {
  readonly gbSeconds: number;
  readonly invocations: number;
  /** Objects that were read or asked for. */
  readonly reads: number;
  /** Objects that were written, and pages of lists. */
  readonly writes: number;
}

/** Counts what a machine is charged for. */
export interface UsageMeter {
  /** What was used since the last call, failed tries and the start of the machine included: so that nothing is left out. */
  take(): Usage;
}
