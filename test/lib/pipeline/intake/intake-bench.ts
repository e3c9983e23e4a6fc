import { LocalMessageQueue } from '../../../../lib/cloud/local/local-message-queue.ts';
import { LocalObjectStore } from '../../../../lib/cloud/local/local-object-store.ts';
import { ManualClock } from '../../../../lib/cloud/local/manual-clock.ts';
import { type Configuration, parseConfiguration } from '../../../../lib/pipeline/configuration.ts';
import type { IntakeServices } from '../../../../lib/pipeline/intake/intake.ts';
import { readLedger } from '../../../../lib/pipeline/ledger/ledger.ts';
import { SILENT_LOG } from '../../../../lib/pipeline/log.ts';
import type { LedgerRecord } from '../../../../lib/product/ledger-record.ts';
import { createDemo, DEMO_AREAS } from '../../../../lib/simulate/demo.ts';
import { planAcquisition } from '../../../../lib/simulate/plan-acquisition.ts';
import { manifestEntry } from '../../../../lib/simulate/write-manifest.ts';
import { temporaryFolder } from '../../cloud/local/temporary-folder.ts';

export const START = new Date('2021-09-01T02:00:00.000Z');
export const BUCKET = 'scenes-and-maps';
export const AREA = { name: 'tiny', bbox: [...DEMO_AREAS.tiny] };

const [demoAcquisition] = createDemo({ seed: 1, box: DEMO_AREAS.tiny }).acquisitions;
if (!demoAcquisition) throw new RangeError('the demo has no acquisitions');
const plan = planAcquisition(demoAcquisition.acquisition);
/** Intake looks at the size of the image, never into it. */
const image = Uint8Array.of(1, 2, 3, 4);

export const PRODUCT = plan.product;
export const LOCATION = `scenes/${PRODUCT}.SAFE`;
export const MEASUREMENT = plan.measurementPath;

/** The files of a complete scene over the area, by path. */
export const SCENE_FILES: ReadonlyMap<string, Uint8Array> = new Map([
  ...plan.files.map(({ path, bytes }) => [path, bytes] as const),
  [MEASUREMENT, image],
  ['manifest.safe', plan.manifest(manifestEntry(MEASUREMENT, image))],
]);

/** The world around intake: a store and queues on a clock that stands still until it is told. */
export interface Bench {
  readonly services: IntakeServices;
  readonly clock: ManualClock;
  put(path: string, bytes?: Uint8Array): Promise<void>;
  putScene(without?: readonly string[]): Promise<void>;
  ledger(product?: string): Promise<LedgerRecord | undefined>;
  /** What was sent to each queue since the last call, with the seconds until it can be received. */
  sent(): Promise<Record<string, { readonly delayS: number; readonly body: unknown }[]>>;
}

export async function openBench(change: Partial<Configuration> = {}): Promise<Bench> {
  const folder = await temporaryFolder();
  const clock = new ManualClock(START);
  const store = await LocalObjectStore.open({ root: `${folder}/store`, bucket: BUCKET });
  const open = (name: string) => LocalMessageQueue.open({ folder: `${folder}/queues`, name, clock });
  const queues = {
    arrivals: await open('arrivals'),
    retrievalNrt: await open('retrieval-nrt'),
    retrievalBulk: await open('retrieval-bulk'),
  };
  const configuration = { ...parseConfiguration({ areasOfInterest: [AREA] }), ...change };
  return {
    services: { configuration, store, sceneStore: () => store, ...queues, clock, log: SILENT_LOG },
    clock,
    put: async (path, bytes = SCENE_FILES.get(path) ?? new Uint8Array(0)) => {
      await store.put(`${LOCATION}/${path}`, bytes);
    },
    putScene: async (without = []) => {
      for (const [path, bytes] of SCENE_FILES) {
        if (!without.includes(path)) await store.put(`${LOCATION}/${path}`, bytes);
      }
    },
    ledger: (product = PRODUCT) => readLedger(store, product),
    sent: async () => {
      const sent: Record<string, { delayS: number; body: unknown }[]> = {};
      for (const [name, queue] of Object.entries(queues)) {
        const delayS = ((queue.nextVisibleAtMs() ?? 0) - clock.now().getTime()) / 1000;
        const now = queue.peek();
        if (now.length === 0) continue;
        sent[name] = now.map(({ body }) => ({ delayS, body: JSON.parse(body) as unknown }));
        await forgetAll(queue, clock);
      }
      return sent;
    },
  };
}

/** Takes a queue's messages away, delayed ones too, without moving the bench's clock. */
async function forgetAll(queue: LocalMessageQueue, clock: ManualClock): Promise<void> {
  const now = clock.now.bind(clock);
  clock.now = () => new Date(now().getTime() + 900_000);
  for (const { receiptHandle } of await queue.receive(10)) await queue.delete(receiptHandle);
  clock.now = now;
}
