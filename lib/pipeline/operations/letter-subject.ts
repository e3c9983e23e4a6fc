import { InputError } from '../../errors/input.error.ts';
import { InvalidDocumentError } from '../../product/invalid-document.error.ts';
import { parseDocument } from '../../product/json-document.ts';
import { parseNotification } from '../../product/notification-schema.ts';
import { readArrivals } from '../arrivals/read-arrivals.ts';
import { sceneOrderSchema } from '../scene-order.ts';
import { productOfLocation } from '../sources/scene-in-store.ts';

/** What a message of any queue of the pipeline is about. */
export interface LetterSubject {
  /** Source products, without repetition; empty for a message that names none. */
  readonly products: readonly string[];
  /** Whether doing the message ends in the ledger records of these products, so that they tell how it went. */
  readonly movesLedger: boolean;
}

/** Reads the body as each kind of message in turn: which queue it lay in does not matter, and a poison body is no error. */
export function letterSubject(body: string): LetterSubject {
  const order = orNone(() => parseDocument(sceneOrderSchema, 'message', body));
  if (order) return { products: [order.product], movesLedger: true };
  const notification = orNone(() => parseNotification('message', body));
  if (notification) return { products: [notification.data.properties.source_product], movesLedger: false };
  const arrivals = orNone(() => readArrivals(body)) ?? [];
  const products = arrivals.map(({ location }) => productOfLocation(location));
  return { products: [...new Set(products)], movesLedger: products.length > 0 };
}

function orNone<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch (error) {
    if (error instanceof InputError || error instanceof InvalidDocumentError) return undefined;
    throw error;
  }
}
