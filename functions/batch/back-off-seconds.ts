/** SQS would hide a message for up to 12 hours; a scene is not to wait longer than this for its next try. */
const LONGEST_S = 900;

/**
 * How long a message that has failed stays hidden: the base, then twice as long after each delivery. After the last one 0,
 * for SQS moves it to the dead-letter queue when it would be delivered once more.
 *
 * @param receiveCount deliveries so far, from 1
 */
export function backOffSeconds(receiveCount: number, baseSeconds: number, maxReceiveCount: number): number {
  if (receiveCount >= maxReceiveCount) return 0;
  return Math.min(baseSeconds * 2 ** (receiveCount - 1), LONGEST_S);
}
