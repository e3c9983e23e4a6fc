import { parseDocument } from '../../product/json-document.ts';
import { queued } from '../../product/ledger-transitions.ts';
import { stepLedger } from '../ledger/ledger.ts';
import { recordFailure } from '../ledger/record-failure.ts';
import { type SceneOrder, sceneOrderSchema } from '../scene-order.ts';
import { OutOfTimeError } from './out-of-time.error.ts';
import { type RetrieveServices, retrieveScene } from './retrieve-scene.ts';
import { watchTime } from './watch-time.ts';

/**
 * Does one message of a retrieval queue. A failure is thrown, so that the message is delivered again; at the last
 * delivery it is also written into the ledger, for the queue gives up then. A scene that was given up before is in flight
 * again, whoever brought its message back.
 *
 * @param receiveCount deliveries of this message so far, this one included
 * @param timeLeftMs until the function is stopped, which nobody could write down afterwards; absent = never
 */
export async function retrieve(
  body: string,
  receiveCount: number,
  services: RetrieveServices,
  timeLeftMs?: number,
): Promise<void> {
  const order = parseDocument(sceneOrderSchema, 'scene order', body);
  const isLast = receiveCount >= services.configuration.maxReceiveCount;
  const giveUp = (error: unknown) =>
    recordFailure({ stage: 'retrieve', product: order.product, scene: order.scene }, error, services);
  const giveUpInTime = () => void giveUp(outOfTime(order)).catch((error: unknown) => logLost(order, error, services));
  using _watch = isLast && timeLeftMs !== undefined ? watchTime(timeLeftMs, giveUpInTime) : undefined;
  try {
    if (!isLast) await reopenFailed(order, services);
    await retrieveScene(order, services);
  } catch (error) {
    if (isLast) await giveUp(error);
    throw error;
  }
}

async function reopenFailed({ product }: SceneOrder, services: RetrieveServices): Promise<void> {
  const now = services.clock.now();
  await stepLedger(services, product, (record) => (record?.state === 'failed' ? queued(record, now) : record));
}

function outOfTime({ product }: SceneOrder): OutOfTimeError {
  return new OutOfTimeError(`${product}: the retrieval did not end in the time of its function; raise its timeout`);
}

function logLost({ product }: SceneOrder, error: unknown, { log }: RetrieveServices): void {
  log.error('Ledger:Failure:Lost', { product, error: String(error) });
}
