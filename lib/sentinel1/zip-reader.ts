import { Readable } from 'node:stream';
import yauzl from 'yauzl';
import type { RangeSource } from '../raster/range-source.ts';

/** The central directory is read in many small pieces: they come out of one range this long. */
const CHUNK_BYTES = 256 * 1024;

/** Gives yauzl the bytes of a source. A failure of the source itself is kept in `failure`, so that it can pass on. */
export class ZipReader extends yauzl.RandomAccessReader {
  failure: unknown;
  readonly #source: RangeSource;
  #chunkStart = 0;
  #chunk: Uint8Array = new Uint8Array(0);

  constructor(source: RangeSource) {
    super();
    this.#source = source;
  }

  override read(
    buffer: Buffer,
    offset: number,
    length: number,
    position: number,
    callback: (error: Error | null, bytesRead?: number) => void,
  ): void {
    this.#bytes(position, length).then(
      (bytes) => {
        buffer.set(bytes, offset);
        callback(null, length);
      },
      (error: unknown) => {
        this.failure = error;
        callback(error instanceof Error ? error : new Error(String(error)));
      },
    );
  }

  /** Part of yauzl's interface; entries are read by ranges instead. */
  override _readStreamForRange(start: number, end: number): Readable {
    const source = this.#source;
    return Readable.from(
      (async function* () {
        yield await source.read(start, end - start);
      })(),
    );
  }

  async #bytes(position: number, length: number): Promise<Uint8Array> {
    const inChunk = position - this.#chunkStart;
    if (inChunk >= 0 && inChunk + length <= this.#chunk.length) return this.#chunk.subarray(inChunk, inChunk + length);
    const start = Math.max(0, Math.min(position, this.#source.size - CHUNK_BYTES));
    const end = Math.min(Math.max(start + CHUNK_BYTES, position + length), this.#source.size);
    if (position + length > end) return this.#source.read(position, length);
    this.#chunk = await this.#source.read(start, end - start);
    this.#chunkStart = start;
    return this.#chunk.subarray(position - start, position - start + length);
  }
}
