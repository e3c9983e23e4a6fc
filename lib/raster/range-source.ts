/**
 * Bytes of one file, read by ranges: the only way in which domain code sees a file or an object.
 * `read` returns exactly `length` bytes or throws {@link TruncatedSourceError}.
 */
export interface RangeSource {
  /** Shown in error messages: a path or a key. */
  readonly name: string;
  /** Bytes. */
  readonly size: number;
  read(offset: number, length: number): Promise<Uint8Array>;
  /** Where the source can fill memory that it is given (shared memory too): saves a copy. Fills all of it, or throws as `read`. */
  readInto?(offset: number, target: Uint8Array): Promise<void>;
}

/** A range past the end of the file. */
export class TruncatedSourceError extends Error {
  readonly tag = 'TruncatedSourceError';
  override readonly name = 'TruncatedSourceError';

  constructor(source: { readonly name: string; readonly size: number }, offset: number, length: number) {
    super(`${source.name}: bytes ${offset} to ${offset + length} were asked for, but the file ends at ${source.size}`);
  }
}

/** The whole file. Meant for small ones: XML, models, one tile. */
export function readAll(source: RangeSource): Promise<Uint8Array> {
  return source.read(0, source.size);
}

export function sourceOfBytes(name: string, bytes: Uint8Array): RangeSource {
  const size = bytes.byteLength;
  return {
    name,
    size,
    read: async (offset, length) => {
      if (offset < 0 || offset + length > size) throw new TruncatedSourceError({ name, size }, offset, length);
      return bytes.subarray(offset, offset + length);
    },
  };
}
