import type { GeoTIFF } from 'geotiff';
import { type RangeSource, TruncatedSourceError } from './range-source.ts';

const CHUNK = 64 * 1024;

/**
 * A {@link RangeSource} as `geotiff` wants it, for directories and tag values. Reads aligned chunks of 64 KiB and keeps
 * them: the directories of a COG are at its start, so that one read serves them all. Reads are clamped at the end of
 * the file, since `geotiff` asks for more than it needs; one longer than the whole file can only come from a damaged
 * tag and fails before anything is allocated for it.
 */
export class DirectorySource {
  readonly #source: RangeSource;
  readonly #chunks = new Map<number, Promise<Uint8Array>>();
  #failure: unknown;

  constructor(source: RangeSource) {
    this.#source = source;
  }

  /** What made a read fail other than the file's end (network, permissions): not the file's fault, may pass. */
  get failure(): unknown {
    return this.#failure;
  }

  get fileSize(): number {
    return this.#source.size;
  }

  async fetch(slices: { offset: number; length: number }[]): Promise<ArrayBufferLike[]> {
    return Promise.all(slices.map(async (slice) => (await this.fetchSlice(slice)).data));
  }

  async fetchSlice({ offset, length }: { offset: number; length: number }) {
    const { size } = this.#source;
    if (offset < 0 || offset >= size || length > size + 4096) {
      throw new TruncatedSourceError(this.#source, offset, length);
    }
    const end = Math.min(offset + length, size);
    const bytes = new Uint8Array(end - offset);
    for (let at = offset; at < end; ) {
      const index = Math.floor(at / CHUNK);
      const chunk = await this.#chunk(index);
      const part = chunk.subarray(at - index * CHUNK, end - index * CHUNK);
      bytes.set(part, at - offset);
      at += part.length;
    }
    return { data: bytes.buffer, offset, length: bytes.length };
  }

  async close(): Promise<void> {}

  #chunk(index: number): Promise<Uint8Array> {
    let chunk = this.#chunks.get(index);
    if (!chunk) {
      const from = index * CHUNK;
      chunk = this.#source.read(from, Math.min(CHUNK, this.#source.size - from)).catch((error: unknown) => {
        if (!(error instanceof TruncatedSourceError)) this.#failure = error;
        throw error;
      });
      this.#chunks.set(index, chunk);
    }
    return chunk;
  }
}

/** Compile-time proof that the class is what `geotiff` accepts. */
export type GeoTiffSource = Parameters<typeof GeoTIFF.fromSource>[0];
