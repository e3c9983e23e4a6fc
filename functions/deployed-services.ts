import { SYSTEM_CLOCK } from '../lib/cloud/clock.ts';
import type { Configuration } from '../lib/pipeline/configuration.ts';
import { retryLater } from './batch/retry-later.ts';
import { bucketStores } from './bucket-stores.ts';
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
  stores = bucketStores(bucket),
) {
  const { log, metrics, middlewares } = observe(name);
  const services = {
    configuration,
    store: stores.own,
    sceneStore: stores.storeOf,
    clock: SYSTEM_CLOCK,
    log,
    metrics,
    retryLater: retryLater(configuration),
  };
  return { services, middlewares };
}
