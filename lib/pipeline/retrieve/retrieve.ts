import { failureFingerprint } from '../../product/failure-fingerprint.ts';
import { parseDocument } from '../../product/json-document.ts';
import { failed, inFlight } from '../../product/ledger-transitions.ts';
import { stepLedger } from '../ledger/ledger.ts';
import { type SceneOrder, sceneOrderSchema } from '../scene-order.ts';
import { type RetrieveServices, retrieveScene } from './retrieve-scene.ts';

/**
 * Does one message of a retrieval queue. A failure is thrown, so that the message is delivered again; at the last
 * delivery it is also written into the ledger, for the queue gives up then.
 *
 * @param receiveCount deliveries of this message so far, this one included
 */
export async function retrieve(body: string, receiveCount: number, services: RetrieveServices): Promise<void> {
  const order = parseDocument(sceneOrderSchema, 'scene order', body);
  try {
    await retrieveScene(order, services);
  } catch (error) {
    if (receiveCount >= services.configuration.maxReceiveCount) await recordFailure(order, error, services);
    throw error;
  }
}

async function recordFailure(order: SceneOrder, error: unknown, services: RetrieveServices): Promise<void> {
  const { clock, log } = services;
  const now = clock.now();
  const cause = error instanceof Error ? error : new Error(String(error));
  const fingerprint = failureFingerprint('retrieve', cause);
  log.error('Scene:Retrieve:Failed', { product: order.product, fingerprint, message: cause.message });
  await stepLedger(services, order.product, (record) => {
    const current = record ?? inFlight(order.product, now, order.scene);
    return current.state === 'in-flight' ? failed(current, fingerprint, cause.message, now) : current;
  });
}
