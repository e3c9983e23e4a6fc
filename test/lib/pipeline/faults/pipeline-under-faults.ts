import { link, mkdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { SQSEvent } from 'aws-lambda';
import { createFanOutHandler } from '../../../../functions/fan-out/create-fan-out-handler.ts';
import { createIntakeHandler } from '../../../../functions/intake/create-intake-handler.ts';
import { createRetrieveHandler } from '../../../../functions/retrieve/create-retrieve-handler.ts';
import { createStatisticsHandler } from '../../../../functions/statistics/create-statistics-handler.ts';
import { notifyOfPuts } from '../../../../lib/cloud/local/bucket-notification.ts';
import type { DeadLetter, DrivenQueue } from '../../../../lib/cloud/local/driven-queue.ts';
import type { QueueHandler } from '../../../../lib/cloud/local/event-source-mapping.ts';
import type { FaultOptions } from '../../../../lib/cloud/local/faults/fault-options.ts';
import { FaultPlan } from '../../../../lib/cloud/local/faults/fault-plan.ts';
import type { Life } from '../../../../lib/cloud/local/faults/life.ts';
import { runThroughCrashes } from '../../../../lib/cloud/local/faults/run-through-crashes.ts';
import { LocalEngine } from '../../../../lib/cloud/local/local-engine.ts';
import { LocalMessageQueue } from '../../../../lib/cloud/local/local-message-queue.ts';
import { LocalObjectStore } from '../../../../lib/cloud/local/local-object-store.ts';
import { LocalTopic } from '../../../../lib/cloud/local/local-topic.ts';
import { ManualClock } from '../../../../lib/cloud/local/manual-clock.ts';
import type { ObjectStore } from '../../../../lib/cloud/object-store.ts';
import type { Topic } from '../../../../lib/cloud/topic.ts';
import { parseConfiguration } from '../../../../lib/pipeline/configuration.ts';
import { SILENT_LOG } from '../../../../lib/pipeline/log.ts';
import type { Services } from '../../../../lib/pipeline/services.ts';
import { classOfWrite } from './class-of-write.ts';
import { withTiles } from './tiles-in-memory.ts';
import { LANDCOVER_YEAR, TINY_AREA, type TinyName, type TinyWorld } from './tiny-products.ts';
import { TopicWitness, type Witnessed } from './topic-witness.ts';

const START = new Date('2021-09-01T02:00:00Z');
const BUCKET = 'scenes-and-maps';
/** Random 503s fail a message now and then; ten deliveries make a sound one's end in the dead-letter queue a defect. */
const MAX_RECEIVES = 10;

/** What happens outside of the pipeline, after so many seconds. */
export type OutsideEvent =
  | { readonly afterS: number; readonly upload: TinyName; readonly files: 'all' | 'but-measurement' | 'all-silently' }
  | { readonly afterS: number; readonly message: string };

export interface FaultRun {
  readonly folder: string;
  readonly world: TinyWorld;
  readonly events: readonly OutsideEvent[];
  readonly faults: FaultOptions;
  /** Whether statistics are made too; else their orders stay in the queue. */
  readonly hasStatistics: boolean;
  /** With more than 1, orders of one job that are there at the same time share its run. */
  readonly statisticsBatchSize: number;
  /** Changes what the retrieval sees of the world, for mutants. */
  readonly mutate?: (services: Pick<Services, 'store' | 'smReady'>) => Pick<Services, 'store' | 'smReady'>;
}

/** What a run left behind. */
export interface FaultOutcome {
  readonly store: ObjectStore;
  readonly plan: FaultPlan;
  readonly lives: number;
  readonly deadLetters: readonly DeadLetter[];
  /** Messages that are still in a queue. */
  readonly left: number;
  readonly witnessed: readonly Witnessed[];
}

/** The functions' own handlers on the local engine, from the first event to the last message, through all crashes. */
export async function runUnderFaults(run: FaultRun): Promise<FaultOutcome> {
  const { folder, world, faults } = run;
  const clock = new ManualClock(START);
  const plan = new FaultPlan({ ...faults, classOfKey: classOfWrite }, clock);
  const root = join(folder, 'store');
  const deadLetters: DeadLetter[] = [];
  const witnessed: Witnessed[] = [];
  let hasBegun = false;
  const inner = withTiles(await LocalObjectStore.open({ root, bucket: BUCKET }), world.tiles);
  const live = async (life: Life): Promise<number> => {
    const engine = await LocalEngine.open({ folder: join(folder, 'engine'), clock });
    try {
      const common = { folder: join(folder, 'engine/queues'), clock, seed: faults.seed };
      const deadLetter = {
        queue: await LocalMessageQueue.open({ ...common, name: 'dead-letters' }),
        maxReceiveCount: MAX_RECEIVES,
      };
      const open = async (name: string): Promise<LocalMessageQueue> => {
        return LocalMessageQueue.open({ ...common, name, deadLetter, visibilityTimeoutSeconds: 300 });
      };
      const outside = await open('outside');
      const arrivals = life.queue(await open('arrivals'));
      const retrievalNrt = life.queue(await open('retrieval-nrt'));
      const retrievalBulk = life.queue(await open('retrieval-bulk'));
      const fanOut = life.queue(await open('fan-out'));
      const statistics = life.queue(await open('statistics'));
      const store = life.store(inner);
      const subscriptions = [{ queue: fanOut, rawDelivery: true }];
      const topic = new LocalTopic({ name: 'sm-ready', clock, subscriptions });
      const smReady: Topic = life.topic(new TopicWitness(topic, inner, witnessed));
      const services: Services = {
        configuration: parseConfiguration({
          areasOfInterest: [{ name: 'tiny', bbox: TINY_AREA }],
          landcoverYear: LANDCOVER_YEAR,
          maxReceiveCount: MAX_RECEIVES,
          // Each waiting message that is delivered twice goes on as two: six hours of that would take most of the time.
          incompleteAfterHours: 1,
        }),
        store,
        sceneStore: () => store,
        arrivals,
        retrievalNrt,
        retrievalBulk,
        statistics,
        smReady,
        network: world.network,
        clock,
        log: SILENT_LOG,
        codeVersion: '1.2.3',
        retrieval: { threads: 1 },
      };
      const seen = run.mutate ? { ...services, ...run.mutate(services) } : services;
      const connect = (
        functionName: string,
        queue: DrivenQueue,
        handler: (event: SQSEvent, context: never) => Promise<unknown>,
        batchSize: number,
      ) =>
        engine.connect({
          functionName,
          queue,
          handler: life.handler(handler as QueueHandler),
          batchSize,
          maximumConcurrency: 2,
          timeoutSeconds: 50,
          reportBatchItemFailures: true,
          retryDelaySeconds: 20,
        });
      connect('intake', arrivals, createIntakeHandler(services), 3);
      connect('retrieve', retrievalNrt, createRetrieveHandler(seen), 1);
      connect('retrieve', retrievalBulk, createRetrieveHandler(seen), 1);
      connect('fan-out', fanOut, createFanOutHandler(services), 2);
      if (run.hasStatistics)
        connect('statistics', statistics, createStatisticsHandler(services), run.statisticsBatchSize);
      const announceArrival = notifyOfPuts({
        bucket: BUCKET,
        prefix: 'scenes/',
        suffixes: ['manifest.safe', '.zip'],
        queue: arrivals,
        clock,
      });
      connect('outside', outside, (event) => happen(event, world, root, arrivals, announceArrival), 1);
      if (!hasBegun) await sendAll(run.events, outside);
      hasBegun = true;
      deadLetters.push(...(await engine.runUntilIdle(life.signal)));
      const worked = [
        outside,
        arrivals,
        retrievalNrt,
        retrievalBulk,
        fanOut,
        ...(run.hasStatistics ? [statistics] : []),
      ];
      return worked.reduce((sum, queue) => sum + queue.length, 0);
    } finally {
      await engine.close();
    }
  };
  const { result: left, lives } = await runThroughCrashes(plan, live);
  return { store: inner, plan, lives, deadLetters, left, witnessed };
}

async function sendAll(events: readonly OutsideEvent[], outside: DrivenQueue): Promise<void> {
  for (const event of events) await outside.send(JSON.stringify(event), { delaySeconds: event.afterS });
}

/** One event of the outside world; may be repeated, as an upload that is tried again. */
async function happen(
  { Records }: SQSEvent,
  world: TinyWorld,
  root: string,
  arrivals: DrivenQueue,
  announceArrival: ReturnType<typeof notifyOfPuts>,
): Promise<void> {
  for (const { body } of Records) {
    const event = JSON.parse(body) as OutsideEvent;
    if ('message' in event) {
      await arrivals.send(event.message);
      continue;
    }
    const { product, files } = world.products[event.upload];
    const wanted = files.filter((path) => event.files !== 'but-measurement' || !path.startsWith('measurement/'));
    const prefix = `scenes/${product}.SAFE/`;
    for (const path of wanted) {
      await linkOnce(join(world.scenesFolder, `${product}.SAFE`, path), join(root, prefix, path));
    }
    if (event.files !== 'all-silently') await announceArrival({ key: `${prefix}manifest.safe`, size: 1, etag: '"e"' });
  }
}

async function linkOnce(from: string, to: string): Promise<void> {
  await mkdir(dirname(to), { recursive: true });
  await link(from, to).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'EEXIST') throw error;
  });
}
