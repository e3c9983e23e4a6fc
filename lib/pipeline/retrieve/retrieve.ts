import { parseDocument } from '../../product/json-document.ts';
import { queued } from '../../product/ledger-transitions.ts';
import { stepLedger } from '../ledger/ledger.ts';
import { recordFailure } from '../ledger/record-failure.ts';
import { type SceneOrder, sceneOrderSchema } from '../scene-order.ts';
import { type RetrieveServices, retrieveScene } from './retrieve-scene.ts';

/**
 * Does one message of a retrieval queue. A failure is thrown, so that the message is delivered again; at the last
 * delivery it is also written into the ledger, for the queue gives up then. A scene that was given up before is in flight
 * again, whoever brought its message back.
 *
 * @param receiveCount deliveries of this message so far, this one included
 */
export async function retrieve(body: string, receiveCount: number, services: RetrieveServices): Promise<void> {
  const order = parseDocument(sceneOrderSchema, 'scene order', body);
  try {
    if (receiveCount < services.configuration.maxReceiveCount) await reopenFailed(order, services);
    await retrieveScene(order, services);
  } catch (error) {
    if (receiveCount >= services.configuration.maxReceiveCount) {
      await recordFailure({ stage: 'retrieve', product: order.product, scene: order.scene }, error, services);
    }
    throw error;
  }
}

async function reopenFailed({ product }: SceneOrder, services: RetrieveServices): Promise<void> {
  const now = services.clock.now();
  await stepLedger(services, product, (record) => (record?.state === 'failed' ? queued(record, now) : record));
}
