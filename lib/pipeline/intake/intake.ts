import { createHash } from 'node:crypto';
import { InputError } from '../../errors/input.error.ts';
import { ringTouchesBox } from '../../grid/ring-touches-box.ts';
import type { LedgerRecord } from '../../product/ledger-record.ts';
import { inFlight, queued, rejected, reopened } from '../../product/ledger-transitions.ts';
import { parseManifest } from '../../sentinel1/manifest.ts';
import { missingFiles } from '../../sentinel1/missing-files.ts';
import { readXmlFile } from '../../sentinel1/read-xml-file.ts';
import { requireIwGrdhVv } from '../../sentinel1/require-iw-grdh-vv.ts';
import type { SceneFiles } from '../../sentinel1/scene-files.ts';
import { VV_FILE_ROLES } from '../../sentinel1/vv-files.ts';
import type { Arrival } from '../arrivals/arrival.ts';
import { readArrivals, type WaitingArrival } from '../arrivals/read-arrivals.ts';
import { readLedger, stepLedger } from '../ledger/ledger.ts';
import { recordFailure } from '../ledger/record-failure.ts';
import type { MetricName } from '../metrics.ts';
import type { SceneOrder } from '../scene-order.ts';
import type { Services } from '../services.ts';
import { productOfLocation, sceneInStore } from '../sources/scene-in-store.ts';
import { checkPublicProduct } from './check-public-product.ts';
import { waitingDelaySeconds } from './waiting-delay.ts';

export type IntakeServices = Pick<
  Services,
  'configuration' | 'store' | 'sceneStore' | 'arrivals' | 'retrievalNrt' | 'retrievalBulk' | 'clock' | 'log' | 'metrics'
>;

export type IntakeOutcome = 'queued' | 'duplicate' | 'waiting' | 'rejected' | 'outside';

/** Rejections are counted by the ledger. */
const METRIC_OF: Readonly<Partial<Record<IntakeOutcome, MetricName>>> = {
  queued: 'ScenesQueued',
  duplicate: 'ScenesDuplicate',
  waiting: 'ScenesWaiting',
  outside: 'ScenesOutsideAreas',
};

/**
 * Reads one message of the arrivals queue and takes in each scene that it speaks of: rejects what cannot serve, waits for
 * scenes whose files are not all there, drops duplicates, and hands the rest to the retrieval.
 * Can be repeated safely. A message that is none of the known envelopes leaves a ledger record of its own. A failure is
 * thrown, so that the message is delivered again; at the last delivery it is also written into the ledger.
 *
 * @param receiveCount deliveries of this message so far, this one included
 */
export async function intake(body: string, services: IntakeServices, receiveCount = 1): Promise<IntakeOutcome[]> {
  let arrivals: Arrival[];
  try {
    arrivals = readArrivals(body);
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    await reject(nameOfMessage(body), error, services);
    return ['rejected'];
  }
  const outcomes: IntakeOutcome[] = [];
  const failures: unknown[] = [];
  for (const arrival of arrivals) {
    try {
      const outcome = await takeIn(arrival, services);
      const metric = METRIC_OF[outcome];
      if (metric) services.metrics?.add(metric, 1);
      outcomes.push(outcome);
    } catch (error) {
      failures.push(error); // The other scenes of the message do not wait for its next delivery.
      if (receiveCount < services.configuration.maxReceiveCount) continue;
      const message = { stage: 'intake', product: productOfLocation(arrival.location), scene: place(arrival) } as const;
      await recordFailure(message, error, services).catch((another) => failures.push(another));
    }
  }
  if (failures.length > 0) throw failures[0];
  return outcomes;
}

/** A name of its own, the same at each delivery: the text of a message could be the name of a scene. */
function nameOfMessage(body: string): string {
  return `message ${createHash('sha256').update(body).digest('hex').slice(0, 12)}`;
}

async function takeIn(arrival: Arrival, services: IntakeServices): Promise<IntakeOutcome> {
  const product = productOfLocation(arrival.location);
  const { publicProduct } = arrival;
  if (publicProduct && !publicProduct.footprint.some((ring) => isInAreas(ring, services))) {
    // The topic carries every scene on Earth: those outside all areas are counted, not recorded (invariant 1).
    services.log.info('Scene:Intake:OutsideAreas', { product });
    return 'outside';
  }
  if (isDuplicate(arrival, await readLedger(services.store, product), services)) {
    services.log.info('Scene:Intake:Duplicate', { product });
    return 'duplicate';
  }
  try {
    if (publicProduct) checkPublicProduct(publicProduct, arrival.location);
    requireIwGrdhVv(product, `${arrival.bucket}/${arrival.location}`);
    const missing = await missingOf(arrival, services);
    if (missing.length > 0) return await waitOrReject(arrival, product, missing, services);
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    await reject(product, error, services, arrival);
    return 'rejected';
  }
  await handOver(arrival, product, services);
  return 'queued';
}

/** Files that the scene still lacks. @throws InputError if what is there says that it cannot serve */
async function missingOf(arrival: Arrival, services: IntakeServices): Promise<string[]> {
  const files = await sceneInStore(services.sceneStore(arrival.bucket), arrival.location);
  const missing = await missingFiles(files);
  if (missing.length > 0) return missing;
  const outline = await outlineOf(files);
  if (outline.length >= 3 && !isInAreas(outline, services)) {
    throw new InputError(
      'outside-areas',
      files.name,
      'the scene touches none of the areas of interest',
      `The configured areas are ${services.configuration.areasOfInterest.map(({ name }) => name).join(', ')}.`,
    );
  }
  return [];
}

/** Outline as the producer gives it; empty if the manifest has none, which leaves the judgement to the retrieval. */
async function outlineOf(files: SceneFiles) {
  const manifest = await files.open('manifest.safe');
  return manifest ? parseManifest(await readXmlFile(manifest, 'invalid-manifest'), manifest.name).outline : [];
}

function isInAreas(ring: readonly (readonly [number, number])[], { configuration }: IntakeServices): boolean {
  return configuration.areasOfInterest.some(({ bbox }) => ringTouchesBox(ring, bbox));
}

/**
 * Orders are never duplicates: the retrieval finds out by the run id whether there is anything to do. Nor is an upload
 * that came after the scene was rejected: somebody has done what the message said. The same event again is one.
 */
function isDuplicate(arrival: Arrival, record: LedgerRecord | undefined, services: IntakeServices): boolean {
  if (!record || arrival.trigger === 'reprocessing-order') return false;
  if (record.state === 'in-flight') {
    const staleMs = services.configuration.requeueAfterMinutes * 60_000;
    return record.queuedAt !== undefined && services.clock.now().getTime() - Date.parse(record.queuedAt) < staleMs;
  }
  if (record.state === 'failed') return false;
  if (record.state !== 'rejected') return true;
  const isNewUpload =
    arrival.trigger === 's3-event' && arrival.arrivedAt !== undefined && arrival.arrivedAt > record.updated;
  return record.reason !== 'incomplete' && !isNewUpload;
}

async function waitOrReject(
  arrival: Arrival,
  product: string,
  missing: readonly string[],
  services: IntakeServices,
): Promise<IntakeOutcome> {
  const now = services.clock.now();
  const firstSeen = arrival.waiting?.firstSeen ?? now.toISOString();
  const waitedHours = (now.getTime() - Date.parse(firstSeen)) / 3_600_000;
  const isArchive = arrival.location.endsWith('.zip');
  if (isArchive || waitedHours >= services.configuration.incompleteAfterHours) {
    const where = `${arrival.bucket}/${arrival.location}`;
    if (missing.length === VV_FILE_ROLES.length) {
      throw new InputError('incomplete', where, 'no file of a product is there', 'Check the bucket and the key.');
    }
    throw new InputError(
      'incomplete',
      where,
      `${missing.join(', ')} ${missing.length === 1 ? 'is' : 'are'} missing or incomplete`,
      isArchive ? 'Download the archive again.' : 'Put the whole product there, manifest.safe last.',
    );
  }
  await stepLedger(services, product, (record) => record ?? inFlight(product, now, place(arrival)));
  const attempt = (arrival.waiting?.attempt ?? 0) + 1;
  const message: WaitingArrival = {
    type: 'waiting-scene',
    scene: { bucket: arrival.bucket, prefix: arrival.location },
    trigger: arrival.trigger,
    firstSeen,
    attempt,
    ...(arrival.collections && { collections: [...arrival.collections] }),
    ...(arrival.orbit !== undefined && { orbit: arrival.orbit }),
  };
  await services.arrivals.send(JSON.stringify(message), { delaySeconds: waitingDelaySeconds(attempt) });
  services.log.info('Scene:Intake:Waiting', { product, missing, attempt });
  return 'waiting';
}

/** Ledger first, then the message, then the note that it was sent: a crash between any two only repeats a message. */
async function handOver(arrival: Arrival, product: string, services: IntakeServices): Promise<void> {
  const { clock, configuration } = services;
  const isOrder = arrival.trigger === 'reprocessing-order';
  const now = clock.now();
  const record = await stepLedger(services, product, (current) => {
    if (!current) return inFlight(product, now, place(arrival));
    const startsOver = current.state === 'failed' || current.state === 'rejected';
    return startsOver ? reopened(current, now) : current;
  });
  const order: SceneOrder = {
    type: 'scene-order',
    product,
    scene: { bucket: arrival.bucket, location: arrival.location },
    collections: [...(arrival.collections ?? configuration.collections)],
    ...(arrival.orbit !== undefined && { orbit: arrival.orbit }),
    lane: isOrder ? 'bulk' : 'nrt',
    arrivedAt: arrival.arrivedAt ?? arrival.waiting?.firstSeen ?? now.toISOString(),
  };
  const lane = isOrder ? services.retrievalBulk : services.retrievalNrt;
  await lane.send(JSON.stringify(order));
  if (record.state !== 'in-flight') return;
  await stepLedger(services, product, (current) =>
    current?.state === 'in-flight' ? queued(current, clock.now()) : current,
  );
  services.log.info('Scene:Intake:Queued', { product, lane: order.lane });
}

async function reject(product: string, error: InputError, services: IntakeServices, arrival?: Arrival): Promise<void> {
  const now = services.clock.now();
  await stepLedger(services, product, (record) =>
    rejected(record ?? inFlight(product, now, arrival && place(arrival)), error.reason, error.message, now),
  );
  services.log.warn('Scene:Intake:Rejected', { product, reason: error.reason, message: error.message });
}

function place(arrival: Arrival) {
  return { bucket: arrival.bucket, location: arrival.location };
}
