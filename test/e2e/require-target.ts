/**
 * Never the real AWS by accident: tests make and delete buckets and queues.
 * @throws Error if the environment names no endpoint, and the runner was not told to take a real account
 */
export function requireTarget({ AWS_ENDPOINT_URL, S2MP_E2E_TARGET }: NodeJS.ProcessEnv = process.env): void {
  if (AWS_ENDPOINT_URL || S2MP_E2E_TARGET === 'aws') return;
  throw new Error('AWS_ENDPOINT_URL is not set, and no account was named: run these tests by npm run test:e2e');
}
