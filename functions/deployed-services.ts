import { S3Client } from '@aws-sdk/client-s3';
import type { MiddlewareObj } from '@middy/core';
import { S3ObjectStore } from '../lib/cloud/aws/s3-object-store.ts';
import { SYSTEM_CLOCK } from '../lib/cloud/clock.ts';
import type { ObjectStore } from '../lib/cloud/object-store.ts';
import type { Configuration } from '../lib/pipeline/configuration.ts';
import { retryLater } from './batch/retry-later.ts';
import type { FunctionName } from './environment.ts';
import { observe } from './observation.ts';

/**
 * What every function that works on a queue has: its bucket, other people's scene buckets, the clock, the configuration, what
 * an operator sees of it, and the way in which failed messages come back.
 */
export function deployedServices(
  name: FunctionName,
  bucket: string,
  configuration: Configuration,
  client: S3Client = new S3Client({}),
) {
  const store = new S3ObjectStore(client, bucket);
  const sceneStore = (other: string): ObjectStore => (other === bucket ? store : new S3ObjectStore(client, other));
  const { log, metrics, middlewares } = observe(name);
  const services = {
    configuration,
    store,
    sceneStore,
    clock: SYSTEM_CLOCK,
    log,
    metrics,
    retryLater: retryLater(configuration),
  };
  return { services, middlewares: middlewares as MiddlewareObj[] };
}
