import type { CollectionId } from '../../product/collection-id.ts';

/** What the public topic says of a scene; enough to drop most of them without reading a file. */
export interface PublicProduct {
  readonly mode: string;
  readonly productType: string;
  readonly polarization: string;
  /** Rings of longitude, latitude pairs, one per polygon. */
  readonly footprint: readonly (readonly (readonly [number, number])[])[];
}

/** One scene that an envelope speaks of, whatever the envelope. */
export interface Arrival {
  readonly trigger: 's3-event' | 'public-topic' | 'reprocessing-order';
  readonly bucket: string;
  /** Key prefix of the product without a trailing slash, or the key of its `.zip`. */
  readonly location: string;
  /** Collections that an order asks for; absent = all configured ones. */
  readonly collections?: readonly CollectionId[];
  /** Key of a precise-orbit file in the own store that an order asks for. */
  readonly orbit?: string;
  /** When the envelope says that the scene arrived (ISO 8601, UTC). */
  readonly arrivedAt?: string;
  readonly publicProduct?: PublicProduct;
  /** Set on the messages with which intake waits for the rest of a scene's files. */
  readonly waiting?: { readonly firstSeen: string; readonly attempt: number };
}
