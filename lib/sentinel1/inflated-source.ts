import { pipeline, Readable } from 'node:stream';
import { createInflateRaw } from 'node:zlib';
import { type RangeSource, TruncatedSourceError } from '../raster/range-source.ts';

const INPUT_BYTES = 2 * 2 ** 20;
/** Reads of the compressed data under way while the data before them are inflated. */
const READS_AHEAD = 8;
const OUTPUT_BYTES = 2 ** 20;
/** Kept for good: headers are asked for again and again. */
const HEAD_BYTES = 2 ** 20;
/** Kept behind the farthest byte read, or all of a longer read, so that reads in flight together may arrive in any order. */
const WINDOW_BYTES = 64 * 2 ** 20;

/** Bytes that are passed over once: a source that keeps what it reads need not keep them. */
async function readOnce(source: RangeSource, offset: number, length: number): Promise<Uint8Array> {
  if (!source.readInto) return source.read(offset, length);
  const bytes = new Uint8Array(length);
  await source.readInto(offset, bytes);
  return bytes;
}

/**
 * Random access to deflated data in bounded memory. Deflate can only be read from the front, so a read before the
 * kept window starts again there: cheap for readers that move forward, as the passes over a scene do.
 *
 * @param compressed the deflated bytes alone
 * @param size of the data once inflated
 * @throws what `damaged` makes of the reason, when the data are no deflate or not of that size; failures of the source
 *   pass unchanged
 */
export function inflatedSource(compressed: RangeSource, size: number, damaged: (what: string) => Error): RangeSource {
  let chunks: { readonly start: number; readonly bytes: Uint8Array }[] = [];
  let position = 0;
  let inflater: AsyncIterator<Uint8Array> | undefined;
  let sourceFailure: unknown;

  async function* input() {
    const ahead: Promise<Uint8Array>[] = [];
    let at = 0;
    do {
      for (; ahead.length < READS_AHEAD && at < compressed.size; at += INPUT_BYTES) {
        const bytes = readOnce(compressed, at, Math.min(INPUT_BYTES, compressed.size - at));
        bytes.catch(() => {}); // noticed when its turn comes
        ahead.push(bytes);
      }
      try {
        yield (await ahead.shift()) ?? new Uint8Array();
      } catch (error) {
        sourceFailure = error;
        throw error;
      }
    } while (ahead.length > 0 || at < compressed.size);
  }

  async function restart(): Promise<void> {
    await inflater?.return?.();
    sourceFailure = undefined;
    const stream = createInflateRaw({ chunkSize: OUTPUT_BYTES });
    pipeline(Readable.from(input()), stream, () => {}); // errors reach the reader of `stream`
    inflater = stream[Symbol.asyncIterator]();
    position = 0;
    chunks = chunks.filter(({ start }) => start < HEAD_BYTES);
  }

  /** @param wanted bytes from here on are kept, however many: they are being waited for */
  async function next(wanted: number): Promise<void> {
    let result: IteratorResult<Uint8Array>;
    try {
      result = await (inflater as AsyncIterator<Uint8Array>).next();
    } catch (error) {
      inflater = undefined;
      if (sourceFailure !== undefined) throw sourceFailure;
      throw damaged(error instanceof Error ? error.message : String(error));
    }
    if (result.done) {
      inflater = undefined;
      throw damaged(`the data end after ${position} of ${size} bytes`);
    }
    const bytes = result.value;
    if (position + bytes.length > size) throw damaged(`the data are longer than the ${size} bytes announced`);
    if (position >= HEAD_BYTES || !chunks.some(({ start }) => start === position))
      chunks.push({ start: position, bytes });
    position += bytes.length;
    const keptFrom = Math.min(position - WINDOW_BYTES, wanted);
    chunks = chunks.filter(({ start, bytes }) => start < HEAD_BYTES || start + bytes.length > keptFrom);
  }

  function gather(offset: number, length: number): Uint8Array | undefined {
    const out = new Uint8Array(length);
    let found = 0;
    for (const { start, bytes } of chunks) {
      const from = Math.max(start, offset);
      const to = Math.min(start + bytes.length, offset + length);
      if (from >= to) continue;
      out.set(bytes.subarray(from - start, to - start), from - offset);
      found += to - from;
    }
    return found === length ? out : undefined;
  }

  async function read(offset: number, length: number): Promise<Uint8Array> {
    for (;;) {
      const bytes = gather(offset, length);
      if (bytes) return bytes;
      if (!inflater || position >= offset + length) await restart();
      while (position < offset + length) await next(offset);
    }
  }

  let queue: Promise<unknown> = Promise.resolve();
  const { name } = compressed;
  return {
    name,
    size,
    read(offset, length) {
      if (offset < 0 || offset + length > size) {
        return Promise.reject(new TruncatedSourceError({ name, size }, offset, length));
      }
      const result = queue.then(() => read(offset, length));
      queue = result.catch(() => {});
      return result;
    },
  };
}
