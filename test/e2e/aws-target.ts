/**
 * The endpoint under test. Never the real AWS by accident: tests make and delete buckets and queues.
 * @throws Error if the environment names none
 */
export function awsTarget(): string {
  const endpoint = process.env.AWS_ENDPOINT_URL;
  if (endpoint === undefined || endpoint === '') {
    throw new Error(
      'AWS_ENDPOINT_URL is not set: start LocalStack, then set it with AWS_REGION, AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY',
    );
  }
  return endpoint;
}
