import { type RangeSource, TruncatedSourceError } from './range-source.ts';

export interface ChunkOptions {
  /** Every read begins and ends at a multiple of this, or at the end of the file. */
  readonly chunkBytes?: number;
  /** Longest read. */
  readonly maxReadBytes?: number;
  /** Reads at the same time; further ones wait. */
  readonly readsInFlight?: number;
  /** Chunks kept for later reads; the oldest goes first. */
  readonly keptChunks?: number;
}

/** `read` is for random access, `readInto` for the one pass over a file. */
export interface ChunkedSource extends RangeSource {
  readInto(offset: number, target: Uint8Array): Promise<void>;
}

interface Chunk {
  readonly bytes: Promise<Uint8Array>;
  /** Bytes that the pass has not taken yet. */
  left: number;
}

const MIB = 2 ** 20;

/**
 * A source across a network, where a small read costs as much as a large one: all reads are of whole chunks of 1 MiB or
 * more, as many side by side as a store serves well. What `read` fetched (directories, probes) is kept until the pass
 * by `readInto` has come over it, and so are the chunks that two ranges of the pass share: no byte is fetched twice,
 * unless more than the kept chunks lies between.
 */
export function chunkedSource(source: RangeSource, options: ChunkOptions = {}): ChunkedSource {
  const { chunkBytes = MIB, maxReadBytes = 2 * MIB, readsInFlight = 12, keptChunks = 48 } = options;
  const { name, size } = source;
  const kept = new Map<number, Chunk>();
  const takeTurn = turns(readsInFlight);
  const startOf = (chunk: number) => chunk * chunkBytes;
  const endOf = (chunk: number) => Math.min(startOf(chunk + 1), size);

  function keep(index: number, bytes: Promise<Uint8Array>, left: number): void {
    kept.set(index, { bytes, left });
    bytes.catch(() => kept.delete(index)); // another try must be possible
    for (const oldest of kept.keys()) {
      if (kept.size <= keptChunks) break;
      kept.delete(oldest);
    }
  }

  /** Calls back for each run of chunks of the range that is not kept, before anything is awaited. */
  function fetchMissing(
    first: number,
    last: number,
    use: (from: number, to: number, bytes: Promise<Uint8Array>) => void,
  ): void {
    const longest = Math.max(Math.floor(maxReadBytes / chunkBytes), 1);
    for (let from = first; from <= last; from++) {
      if (kept.has(from)) continue;
      let to = from;
      while (to < last && !kept.has(to + 1) && to + 1 - from < longest) to++;
      const start = startOf(from);
      const length = endOf(to) - start;
      use(
        from,
        to,
        takeTurn(() => source.read(start, length)),
      );
      from = to;
    }
  }

  function chunksOf(offset: number, length: number): [first: number, last: number] {
    if (offset < 0 || offset + length > size) throw new TruncatedSourceError({ name, size }, offset, length);
    return [Math.floor(offset / chunkBytes), Math.floor((offset + length - 1) / chunkBytes)];
  }

  /** Copies what chunk and range share; gives the number of bytes. */
  function copyShared(bytes: Uint8Array, start: number, offset: number, target: Uint8Array): number {
    const from = Math.max(start, offset);
    const to = Math.min(start + bytes.length, offset + target.length);
    if (to > from) target.set(bytes.subarray(from - start, to - start), from - offset);
    return Math.max(to - from, 0);
  }

  async function read(offset: number, length: number): Promise<Uint8Array> {
    const [first, last] = chunksOf(offset, length);
    const out = new Uint8Array(length);
    if (length === 0) return out;
    const wanted = new Map<number, Promise<Uint8Array>>();
    for (let i = first; i <= last; i++) {
      const chunk = kept.get(i);
      if (chunk) wanted.set(i, chunk.bytes);
    }
    fetchMissing(first, last, (from, to, run) => {
      for (let i = from; i <= to; i++) {
        const bytes = run.then((all) => all.subarray(startOf(i) - startOf(from), endOf(i) - startOf(from)));
        wanted.set(i, bytes);
        keep(i, bytes, endOf(i) - startOf(i));
      }
    });
    await Promise.all([...wanted].map(async ([i, bytes]) => copyShared(await bytes, startOf(i), offset, out)));
    return out;
  }

  async function readInto(offset: number, target: Uint8Array): Promise<void> {
    const { length } = target;
    const [first, last] = chunksOf(offset, length);
    if (length === 0) return;
    const work: Promise<void>[] = [];
    const end = offset + length;
    for (let i = first; i <= last; i++) {
      const chunk = kept.get(i);
      if (chunk) work.push(takeKept(i, chunk, offset, target));
    }
    fetchMissing(first, last, (from, to, run) => {
      work.push(run.then((bytes) => void copyShared(bytes, startOf(from), offset, target)));
      // Only the ends of the range can lie inside a chunk; a copy, so that the rest of the run is let go.
      for (const i of new Set([from, to])) {
        const taken = Math.min(endOf(i), end) - Math.max(startOf(i), offset);
        const left = endOf(i) - startOf(i) - taken;
        if (left > 0)
          keep(
            i,
            run.then((all) => all.slice(startOf(i) - startOf(from), endOf(i) - startOf(from))),
            left,
          );
      }
    });
    await Promise.all(work);
  }

  async function takeKept(i: number, chunk: Chunk, offset: number, target: Uint8Array): Promise<void> {
    const bytes = await chunk.bytes; // before `left` is read: others take from the chunk meanwhile
    chunk.left -= copyShared(bytes, startOf(i), offset, target);
    if (chunk.left <= 0 && kept.get(i) === chunk) kept.delete(i);
  }

  return { name, size, read, readInto };
}

/** Runs at most so many tasks at the same time, in the order in which they came. */
function turns(atOnce: number): <T>(task: () => Promise<T>) => Promise<T> {
  let running = 0;
  const waiting: (() => void)[] = [];
  return async (task) => {
    if (running >= atOnce) await new Promise<void>((resolve) => waiting.push(resolve));
    else running++;
    try {
      return await task();
    } finally {
      const next = waiting.shift();
      if (next) next();
      else running--;
    }
  };
}
