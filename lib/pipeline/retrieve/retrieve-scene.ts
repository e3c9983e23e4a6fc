import { InputError } from '../../errors/input.error.ts';
import type { CollectionId } from '../../product/collection-id.ts';
import type { LedgerRecord, Outcome } from '../../product/ledger-record.ts';
import { inFlight, rejected, settled, superseded } from '../../product/ledger-transitions.ts';
import type { ScenePixels } from '../../product/scene-pixels.ts';
import { readLedger, stepLedger } from '../ledger/ledger.ts';
import type { SceneOrder } from '../scene-order.ts';
import type { Services } from '../services.ts';
import { isRegistered, registerAcquisition } from './acquisition-registry.ts';
import { bringLive, type MapTask } from './bring-live.ts';
import { observePixels } from './compute-maps.ts';
import { type JudgedScene, judgeScene } from './judge-scene.ts';
import { readLive } from './make-live.ts';
import { acquisitionOf, type MapPlan, planMap } from './plan-map.ts';
import { type MapInputs, readInputs } from './read-inputs.ts';
import { SceneThreads } from './scene-threads.ts';
import { StageTimer } from './stage-timer.ts';

export type RetrieveServices = Omit<Services, 'arrivals' | 'retrievalNrt' | 'retrievalBulk' | 'statistics'>;

/**
 * Turns one scene into maps: judge → one pass over the image → a map per collection → live → announced → ledger. Can be
 * repeated from any point: what an earlier delivery finished is found and not done again.
 *
 * @returns the ledger record as it stands afterwards; throws what may succeed at another try
 */
export async function retrieveScene(order: SceneOrder, services: RetrieveServices): Promise<LedgerRecord> {
  const started = services.clock.now();
  const timer = new StageTimer();
  const report = (stage: 'judge' | 'done') =>
    services.retrieval.onProgress?.({ product: order.product, stage, done: stage === 'done' ? 1 : 0, total: 1 });
  report('judge');
  const threads = new SceneThreads(services.retrieval.threads);
  let costUsd = 0;
  const charge: MapTask['charge'] = ({ usd, ...usage }) => {
    services.charges?.meter.settle(usage);
    costUsd += usd;
  };
  let outcomes: Record<string, Outcome>;
  try {
    const judged = await timer.time('judge', () => judgeScene(order, services, threads));
    outcomes = await mapEach({ order, judged, threads, started, timer, charge }, services);
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    return rejectScene(order, error, services);
  } finally {
    await threads.close();
  }
  const record = await settle(order, outcomes, services);
  if (costUsd > 0) services.metrics?.add('SceneCost', costUsd);
  report('done');
  services.log.info('Scene:Retrieve:Done', { product: order.product, state: record.state, stages: timer.stages() });
  return record;
}

/** What the maps of one scene share. */
type SceneRun = Pick<MapTask, 'order' | 'judged' | 'started' | 'timer' | 'charge'> & { readonly threads: SceneThreads };

/** One outcome per collection; the image is read once, by the first map that is not there yet. */
async function mapEach(run: SceneRun, services: RetrieveServices): Promise<Record<string, Outcome>> {
  const { order, judged, threads, timer } = run;
  const outcomes: Record<string, Outcome> = {};
  const plans = await planEach(order, judged, outcomes, timer, services);
  const [first] = plans;
  if (!first) return outcomes;
  let observed: Promise<ScenePixels> | undefined;
  const pixels = () => {
    observed ??= timer.time('backscatter', () =>
      observePixels(judged, services.configuration.imageDetail, services.retrieval, threads.started),
    );
    return observed;
  };
  const acquisition = acquisitionOf(judged.scene);
  for (const plan of plans) {
    let read: Promise<MapInputs> | undefined;
    const inputs = () => {
      read ??= readInputs(judged, plan, pixels, services.network);
      return read;
    };
    outcomes[plan.collection] = await orRejected(order, plan.collection, services, async () => {
      // No map of an unknown acquisition is live, so its inputs are needed: what they reject leaves no item id behind.
      if (!(await isRegistered(services.store, acquisition))) await inputs();
      const item = await registerAcquisition(services.store, acquisition);
      return bringLive({ ...run, plan, item, inputs }, services);
    });
  }
  return outcomes;
}

async function planEach(
  order: SceneOrder,
  judged: JudgedScene,
  outcomes: Record<string, Outcome>,
  timer: StageTimer,
  services: RetrieveServices,
): Promise<MapPlan[]> {
  const plans: MapPlan[] = [];
  for (const collection of order.collections) {
    const outcome = await orRejected(order, collection, services, async () => {
      plans.push(await timer.time('judge', () => planMap(collection, judged, services)));
      return undefined;
    });
    if (outcome) outcomes[collection] = outcome;
  }
  return plans;
}

/** What concerns one map must not cost the other. */
async function orRejected<T>(
  { product }: SceneOrder,
  collection: CollectionId,
  { log }: RetrieveServices,
  work: () => Promise<T>,
): Promise<T | Outcome> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    const { reason, message } = error;
    log.warn('Map:Retrieve:Rejected', { product, collection, reason, message });
    return { state: 'rejected', reason, message };
  }
}

async function rejectScene(order: SceneOrder, error: InputError, services: RetrieveServices): Promise<LedgerRecord> {
  const now = services.clock.now();
  services.log.warn('Scene:Retrieve:Rejected', {
    product: order.product,
    reason: error.reason,
    message: error.message,
  });
  return stepLedger(services, order.product, (record) => {
    const current = record ?? inFlight(order.product, now, order.scene);
    return rejected(current, error.reason, error.message, now);
  });
}

/** Writes the outcomes, then brings the ledgers of replaced products, and this one if it was replaced meanwhile, up to date. */
async function settle(
  order: SceneOrder,
  outcomes: Readonly<Record<string, Outcome>>,
  services: RetrieveServices,
): Promise<LedgerRecord> {
  const { store, clock } = services;
  const record = await stepLedger(services, order.product, (current) =>
    settled(current ?? inFlight(order.product, clock.now(), order.scene), outcomes, clock.now()),
  );
  for (const [collection, outcome] of Object.entries(record.outcomes)) {
    if (outcome.state !== 'produced') continue;
    for (const product of record.supersedes) await supersede(product, collection, order.product, services);
    const live = await readLive(store, collection, outcome.item);
    if (live && live.source.product !== order.product)
      await supersede(order.product, collection, live.source.product, services);
  }
  return (await readLedger(store, order.product)) ?? record;
}

async function supersede(product: string, collection: string, by: string, services: RetrieveServices): Promise<void> {
  const { clock } = services;
  await stepLedger(services, product, (record) => record && superseded(record, collection, by, clock.now()));
}
