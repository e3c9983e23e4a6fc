import { failureFingerprint } from '../../product/failure-fingerprint.ts';
import { parseDocument } from '../../product/json-document.ts';
import type { LedgerRecord } from '../../product/ledger-record.ts';
import { failed, inFlight, queued } from '../../product/ledger-transitions.ts';
import { stepLedger } from '../ledger/ledger.ts';
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
    if (receiveCount >= services.configuration.maxReceiveCount) await recordFailure(order, error, services);
    throw error;
  }
}

async function reopenFailed({ product }: SceneOrder, services: RetrieveServices): Promise<void> {
  const now = services.clock.now();
  await stepLedger(services, product, (record) => (record?.state === 'failed' ? queued(record, now) : record));
}

async function recordFailure(order: SceneOrder, error: unknown, services: RetrieveServices): Promise<void> {
  const { clock, log } = services;
  const now = clock.now();
  const cause = error instanceof Error ? error : new Error(String(error));
  const fingerprint = failureFingerprint('retrieve', cause);
  log.error('Scene:Retrieve:Failed', { product: order.product, fingerprint, message: cause.message });
  await stepLedger(services, order.product, (record) => {
    const current = record ?? inFlight(order.product, now, order.scene);
    return isOpen(current) ? failed(current, fingerprint, cause.message, now) : current;
  });
}

/** Of what is settled in another way, this failure says nothing; an earlier failure is replaced by the latest. */
function isOpen({ state }: LedgerRecord): boolean {
  return state === 'in-flight' || state === 'failed';
}
