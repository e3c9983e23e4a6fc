/** Seconds until intake looks again for the files of a scene: 1, 2, 4, 8 and then every 15 minutes (SQS's limit). */
export function waitingDelaySeconds(attempt: number): number {
  return Math.min(2 ** (attempt - 1), 15) * 60;
}
