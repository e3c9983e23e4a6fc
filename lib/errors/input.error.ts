import type { RejectReason } from './reject-reason.ts';

/**
 * Input from outside that can never be processed as it is. The pipeline turns it into a `rejected(reason)` ledger
 * record, the command line into one sentence and exit code 2; it is never retried.
 */
export class InputError extends Error {
  readonly tag = 'InputError';
  override readonly name = 'InputError';
  readonly reason: RejectReason;
  /** The file, key or message that is wrong. */
  readonly where: string;

  /**
   * @param what what is wrong there, with the value found
   * @param todo what the reader can do about it, a whole sentence
   */
  constructor(reason: RejectReason, where: string, what: string, todo: string, options?: ErrorOptions) {
    super(`${where}: ${what}. ${todo}`, options);
    this.reason = reason;
    this.where = where;
  }
}
