/** What identifies one version of an object without reading it. */
export interface ObjectHead {
  /** Bytes. */
  readonly size: number;
  /** Changes whenever the content does; quoted or not, compare as an opaque text. */
  readonly etag: string;
}

export interface StoredObject extends ObjectHead {
  readonly bytes: Uint8Array;
}

export interface KeyedObject extends ObjectHead {
  readonly key: string;
}

export interface ListedObject extends KeyedObject {
  /** When it was written last, to the second at least. */
  readonly modified: Date;
}

export interface PutOptions {
  readonly contentType?: string;
  /** Only if the key does not exist (`If-None-Match: *`). Exclusive with `ifMatch`. */
  readonly ifNoneMatch?: true;
  /** Only if the current version has this ETag (`If-Match`). */
  readonly ifMatch?: string;
}

/**
 * One bucket. Absence is an answer (`undefined`); everything else that fails throws: {@link PreconditionFailedError}
 * from a conditional put, {@link StoreUnavailableError} from what may succeed later (throttling, 5xx, 403, network).
 */
export interface ObjectStore {
  /** Name of the bucket, as it stands in events and `s3://` links. */
  readonly bucket: string;
  /** Where each read costs the way to the store and back: the least number of bytes that is worth it. */
  readonly leastReadBytes?: number;
  head(key: string): Promise<ObjectHead | undefined>;
  get(key: string): Promise<StoredObject | undefined>;
  /** Exactly `length` bytes from `offset`; undefined if the key is absent; a range past the end throws {@link RangePastEndError}. */
  read(key: string, offset: number, length: number): Promise<Uint8Array | undefined>;
  /** As {@link read}, into memory that is given (shared memory too) and filled wholly; false if the key is absent. */
  readInto?(key: string, offset: number, target: Uint8Array): Promise<boolean>;
  /** Whole or not at all: a reader never sees a part. */
  put(key: string, bytes: Uint8Array, options?: PutOptions): Promise<{ readonly etag: string }>;
  /** Every object below the prefix, in ascending order of UTF-8 keys. */
  list(prefix: string): AsyncIterable<ListedObject>;
}

/** HTTP 412 (or 404 on `If-Match`): somebody else wrote, or wrote first. */
export class PreconditionFailedError extends Error {
  readonly tag = 'PreconditionFailedError';
  override readonly name = 'PreconditionFailedError';
}

/** The store could not answer; the same call may succeed later. */
export class StoreUnavailableError extends Error {
  readonly tag = 'StoreUnavailableError';
  override readonly name = 'StoreUnavailableError';
}

/** Fewer bytes are there than were asked for: the object is shorter than its reader believes, so retrying cannot help. */
export class RangePastEndError extends Error {
  readonly tag = 'RangePastEndError';
  override readonly name = 'RangePastEndError';

  constructor(key: string, size: number, offset: number, length: number) {
    super(`${key}: bytes ${offset} to ${offset + length} were asked for, but the object ends at ${size}`);
  }
}
