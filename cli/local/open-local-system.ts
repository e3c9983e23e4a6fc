import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createFanOutHandler } from '../../functions/fan-out/create-fan-out-handler.ts';
import { createIntakeHandler } from '../../functions/intake/create-intake-handler.ts';
import { createRetrieveHandler } from '../../functions/retrieve/create-retrieve-handler.ts';
import { createStatisticsHandler } from '../../functions/statistics/create-statistics-handler.ts';
import { SYSTEM_CLOCK } from '../../lib/cloud/clock.ts';
import { notifyOfPuts } from '../../lib/cloud/local/bucket-notification.ts';
import type { DeadLetter } from '../../lib/cloud/local/driven-queue.ts';
import type { EventSourceMapping } from '../../lib/cloud/local/event-source-mapping.ts';
import { LocalEngine } from '../../lib/cloud/local/local-engine.ts';
import { LocalMessageQueue } from '../../lib/cloud/local/local-message-queue.ts';
import { LocalObjectStore } from '../../lib/cloud/local/local-object-store.ts';
import { LocalTopic, type Subscription } from '../../lib/cloud/local/local-topic.ts';
import type { Mount } from '../../lib/cloud/local/mount.ts';
import type { KeyedObject, ObjectStore } from '../../lib/cloud/object-store.ts';
import type { Configuration } from '../../lib/pipeline/configuration.ts';
import type { Log } from '../../lib/pipeline/log.ts';
import type { RetrievalOptions, Services } from '../../lib/pipeline/services.ts';
import { SCENES_PREFIX } from '../../lib/product/keys.ts';
import { type Network, openNetwork } from '../../lib/s2mp/open-network.ts';
import { modelName, type Prior } from '../../lib/s2mp/prior.ts';
import { codeVersion } from '../code-version.ts';

export const LOCAL_BUCKET = 's2mp-local';
const MODELS = new URL('../../layers/model/', import.meta.url);

/** Keys that start a scene, as on AWS. */
const SCENE_SUFFIXES = ['manifest.safe', '.zip'];

/** Functions on this machine are never stopped. Middy sets a timer for their end, and timers overflow after 24 days. */
const NEVER_SECONDS = 7 * 86_400;
/** A message stays hidden for as long as on AWS. */
const VISIBILITY_SECONDS = 720;
const RETRY_DELAY_SECONDS = 1;

/** A month is recomputed as a whole: once for all maps of a burst, and after the maps that others wait for. */
const STATISTICS_BATCH = { batchSize: 1000, batchingWindowSeconds: 30 };

export interface LocalSystemOptions {
  /** `store/` and `engine/` lie in it. */
  readonly folder: string;
  readonly configuration: Configuration;
  /** Folders and files of the user that appear in the store. */
  readonly mounts?: readonly Mount[];
  /** Where scenes of other buckets are read; absent: there is the local store only. */
  readonly foreignStore?: (bucket: string) => ObjectStore;
  readonly retrieval?: RetrievalOptions;
  /** Others besides the statistics that want to know of every map. */
  readonly subscriptions?: readonly Subscription[];
  readonly log: Log;
}

/** The whole pipeline on one machine: the handlers of the functions, driven by queues that are files. */
export interface LocalSystem {
  readonly store: LocalObjectStore;
  readonly services: Services;
  /** Works until nothing is left to do. @returns messages that were given up */
  run(signal?: AbortSignal): Promise<readonly DeadLetter[]>;
  /** Sends the bucket's event for an object that is there already. */
  announceArrival(object: KeyedObject): Promise<void>;
  close(): Promise<void>;
}

/** @throws EngineLockedError if another process works in the folder */
export async function openLocalSystem(options: LocalSystemOptions): Promise<LocalSystem> {
  const { folder, configuration, log, retrieval = {} } = options;
  const clock = SYSTEM_CLOCK;
  const engineFolder = join(folder, 'engine');
  const engine = await LocalEngine.open({ folder: engineFolder, clock });
  const queues = await openQueues(join(engineFolder, 'queues'), configuration.maxReceiveCount);
  const { arrivals, retrievalNrt, retrievalBulk, fanOut, statistics } = queues;
  const announceArrival = notifyOfPuts({
    bucket: LOCAL_BUCKET,
    prefix: SCENES_PREFIX,
    suffixes: SCENE_SUFFIXES,
    queue: arrivals,
    clock,
  });
  const store = await LocalObjectStore.open({
    root: join(folder, 'store'),
    bucket: LOCAL_BUCKET,
    ...(options.mounts && { mounts: options.mounts }),
    onPut: announceArrival,
  });
  const subscriptions = [{ queue: fanOut, rawDelivery: true }, ...(options.subscriptions ?? [])];
  const smReady = new LocalTopic({ name: 'sm-ready', clock, subscriptions });
  const services: Services = {
    configuration,
    store,
    sceneStore: (bucket) => (bucket === LOCAL_BUCKET ? store : (options.foreignStore?.(bucket) ?? store)),
    scenesLieElsewhere: options.mounts?.some(({ prefix }) => prefix.startsWith(SCENES_PREFIX)) ?? false,
    arrivals,
    retrievalNrt,
    retrievalBulk,
    statistics,
    smReady,
    network: await openConfiguredNetwork(configuration.prior),
    clock,
    log,
    codeVersion: codeVersion(),
    retrieval,
  };
  const connect = (
    functionName: string,
    queue: LocalMessageQueue,
    handler: EventSourceMapping['handler'],
    batch: Partial<EventSourceMapping> = {},
  ) =>
    engine.connect({
      functionName,
      queue,
      handler,
      batchSize: 1,
      maximumConcurrency: 1, // The scene processing takes all cores by itself.
      timeoutSeconds: NEVER_SECONDS,
      reportBatchItemFailures: true,
      retryDelaySeconds: RETRY_DELAY_SECONDS,
      ...batch,
    });
  const retrieveHandler = createRetrieveHandler(services);
  connect('intake', arrivals, createIntakeHandler(services));
  connect('retrieve', retrievalNrt, retrieveHandler);
  connect('retrieve', retrievalBulk, retrieveHandler);
  connect('fan-out', fanOut, createFanOutHandler(services));
  connect('statistics', statistics, createStatisticsHandler(services), STATISTICS_BATCH);
  return {
    store,
    services,
    announceArrival,
    run: (signal) => engine.runUntilIdle(signal),
    close: () => engine.close(),
  };
}

async function openConfiguredNetwork(prior: Prior): Promise<Network> {
  return openNetwork(await readFile(new URL(`${modelName(prior)}.onnx`, MODELS)), prior);
}

async function openQueues(folder: string, maxReceiveCount: number) {
  const open = async (name: string) => {
    const clock = SYSTEM_CLOCK;
    const queue = await LocalMessageQueue.open({ folder, name: `${name}-dead-letters`, clock });
    const deadLetter = { queue, maxReceiveCount };
    return LocalMessageQueue.open({ folder, name, clock, deadLetter, visibilityTimeoutSeconds: VISIBILITY_SECONDS });
  };
  return {
    arrivals: await open('arrivals'),
    retrievalNrt: await open('retrieval-nrt'),
    retrievalBulk: await open('retrieval-bulk'),
    fanOut: await open('fan-out'),
    statistics: await open('statistics'),
  };
}
