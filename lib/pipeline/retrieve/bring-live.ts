import { PreconditionFailedError } from '../../cloud/object-store.ts';
import { parseDocument } from '../../product/json-document.ts';
import { assetKey, itemKey, receiptKey } from '../../product/keys.ts';
import type { LedgerRecord, Outcome } from '../../product/ledger-record.ts';
import { inFlight, replacing } from '../../product/ledger-transitions.ts';
import { MAP_ASSETS } from '../../product/map-assets.ts';
import type { Change } from '../../product/notification-schema.ts';
import { encodeReceipt, type Receipt } from '../../product/receipt.ts';
import { type StacItem, stacItemSchema } from '../../product/stac-item-schema.ts';
import { costOfUsd } from '../cost/cost-of.ts';
import { readLedger, stepLedger } from '../ledger/ledger.ts';
import { announce } from '../publish/announce.ts';
import { ensureCollection } from '../publish/ensure-collection.ts';
import type { SceneOrder } from '../scene-order.ts';
import { computeMap } from './compute-maps.ts';
import { describeItem } from './describe-item.ts';
import { describeReceipt } from './describe-receipt.ts';
import type { JudgedScene } from './judge-scene.ts';
import { isBetter, makeLive, readLive } from './make-live.ts';
import type { MapPlan } from './plan-map.ts';
import type { MapInputs } from './read-inputs.ts';
import type { RetrieveServices } from './retrieve-scene.ts';
import type { StageTimer } from './stage-timer.ts';
import { writeAssets } from './write-assets.ts';

/** One map to be made of a scene. */
export interface MapTask {
  readonly order: SceneOrder;
  readonly judged: JudgedScene;
  readonly plan: MapPlan;
  readonly item: string;
  readonly started: Date;
  readonly timer: StageTimer;
  /** Reads the image and the NDVI at the first call. */
  readonly inputs: () => Promise<MapInputs>;
  /** Told of the cost that a receipt states, once it stands. */
  readonly charge: (cost: NonNullable<Receipt['cost']>) => void;
}

/**
 * Makes one map and brings it live, in the order that invariant 3 asks for: assets → item → receipt → notification. The
 * ledger and the acknowledgement follow in the callers. Whatever of this an earlier delivery did is found and skipped.
 */
export async function bringLive(task: MapTask, services: RetrieveServices): Promise<Outcome> {
  const { order, plan, item } = task;
  const { store } = services;
  let live = await readLive(store, plan.collection, item);
  if (live && live.run !== plan.run && isBetter(live, plan.source)) return supersededBy(live.source.product);
  if (live?.run !== plan.run) {
    const better = await makeAndSwitch(task, services);
    if (better !== undefined) return supersededBy(better);
    live = await readLive(store, plan.collection, item);
  }
  if (live?.run !== plan.run) return supersededBy(live?.source.product ?? order.product);
  const document = parseDocument(stacItemSchema, itemKey(plan.collection, item), live.bytes);
  await putReceipt(task, document, services);
  const record = await readLedger(store, order.product);
  const previous = record?.outcomes[plan.collection];
  if (previous?.state === 'produced' && previous.run === plan.run) return previous;
  const timeliness = order.lane === 'nrt' ? 'NRT' : 'backfill';
  services.retrieval.onProgress?.({ product: order.product, stage: 'announce', done: 0, total: 1 });
  const announced = await announce({ item: document, bytes: live.bytes }, changeOf(record, plan), timeliness, services);
  const latencySeconds = (announced.getTime() - Date.parse(order.arrivedAt)) / 1000;
  services.metrics?.add(
    order.lane === 'nrt' ? 'ArrivalToNotificationNrt' : 'ArrivalToNotificationBulk',
    latencySeconds,
  );
  return { state: 'produced', item, run: plan.run, announced: announced.toISOString() };
}

/** Computes the map, writes its files and makes it live. @returns the better source product that is live instead */
async function makeAndSwitch(task: MapTask, services: RetrieveServices): Promise<string | undefined> {
  const { order, judged, plan, item, timer } = task;
  const { store, clock, network, retrieval } = services;
  const { collection, run } = plan;
  const { pixels, field } = await task.inputs();
  const progress = (stage: 'network' | 'write') => (done: number, total: number) =>
    retrieval.onProgress?.({ product: order.product, stage, done, total });
  const cells = await timer.time('network', () =>
    computeMap(collection, judged, pixels, field, network, plan.errorCorrelation, progress('network')),
  );
  progress('write')(0, 1);
  const document = await timer.time('write', async () => {
    await ensureCollection(collection, services);
    const assets = await writeAssets(store, { collection, item, run }, cells);
    return describeItem(task, cells, pixels.observed, assets, services);
  });
  const better = await makeLive(store, document, plan.source, async (product) => {
    await stepLedger(services, order.product, (record) =>
      replacing(record ?? inFlight(order.product, clock.now(), order.scene), [product], clock.now()),
    );
  });
  return better?.source.product;
}

/** The first execution's receipt stands; one that died before writing it is completed by whoever finds its item. */
async function putReceipt(task: MapTask, document: StacItem, services: RetrieveServices): Promise<void> {
  const { collection, run } = task.plan;
  const outputs = MAP_ASSETS.map(({ key, file }) => ({
    key: assetKey(collection, task.item, run, file),
    size: document.assets[key]['file:size'],
    checksum: document.assets[key]['file:checksum'],
  }));
  const cost = openCost(services);
  const receipt = describeReceipt(task, document, outputs, cost, services);
  try {
    await services.store.put(receiptKey(run), encodeReceipt(receipt), {
      ifNoneMatch: true,
      contentType: 'application/json',
    });
    if (cost) task.charge(cost);
  } catch (error) {
    if (!(error instanceof PreconditionFailedError)) throw error;
  }
}

/** What is charged and in no receipt yet. */
function openCost({ charges }: Pick<RetrieveServices, 'charges'>): Receipt['cost'] {
  if (!charges) return undefined;
  const usage = charges.meter.open();
  return { usd: costOfUsd(usage, charges.prices), ...usage };
}

/**
 * From the ledger, not from what the switch saw: so a delivery after a crash comes to the same answer. A product that has
 * replaced another one does so once; its later runs are reprocessings.
 */
function changeOf(record: LedgerRecord | undefined, plan: MapPlan): Change {
  if (record?.outcomes[plan.collection]?.state === 'produced') return 'reprocessed';
  return record && record.supersedes.length > 0 ? 'superseded' : 'created';
}

function supersededBy(product: string): Outcome {
  return { state: 'superseded', by: product };
}
