import { failureFingerprint } from '../../product/failure-fingerprint.ts';
import type { LedgerRecord } from '../../product/ledger-record.ts';
import { failed, inFlight } from '../../product/ledger-transitions.ts';
import type { Services } from '../services.ts';
import { stepLedger } from './ledger.ts';

/** What a message speaks of, whose last delivery has failed. */
export interface FailedMessage {
  readonly stage: 'intake' | 'retrieve';
  readonly product: string;
  readonly scene: NonNullable<LedgerRecord['scene']>;
}

const EVENT_OF = { intake: 'Scene:Intake:Failed', retrieve: 'Scene:Retrieve:Failed' } as const;

/**
 * Writes `failed` with the failure's fingerprint into the ledger: the queue gives up now, and somebody has to mend the
 * cause. A scene that has come to an end by another message keeps it.
 */
export async function recordFailure(
  { stage, product, scene }: FailedMessage,
  error: unknown,
  services: Pick<Services, 'store' | 'metrics' | 'clock' | 'log'>,
): Promise<void> {
  const now = services.clock.now();
  const cause = error instanceof Error ? error : new Error(String(error));
  const fingerprint = failureFingerprint(stage, cause);
  services.log.error(EVENT_OF[stage], { product, fingerprint, message: cause.message });
  await stepLedger(services, product, (record) => {
    const current = record ?? inFlight(product, now, scene);
    return isOpen(current) ? failed(current, fingerprint, cause.message, now) : current;
  });
}

/** Of what is settled in another way, this failure says nothing; an earlier failure is replaced by the latest. */
function isOpen({ state }: LedgerRecord): boolean {
  return state === 'in-flight' || state === 'failed';
}
