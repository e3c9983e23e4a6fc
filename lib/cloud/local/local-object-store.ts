import { closeSync, openSync, statSync } from 'node:fs';
import { type FileHandle, open, rm } from 'node:fs/promises';
import { resolve } from 'node:path';
import { setImmediate as turnOfEventLoop } from 'node:timers/promises';
import {
  type KeyedObject,
  type ListedObject,
  type ObjectHead,
  type ObjectStore,
  PreconditionFailedError,
  type PutOptions,
  RangePastEndError,
  type StoredObject,
  StoreUnavailableError,
} from '../object-store.ts';
import { meansAbsent } from './file-fault.ts';
import { FileHeads, readFully, readFullyInto } from './file-heads.ts';
import { InvalidKeyError } from './invalid-key.error.ts';
import { checkKey } from './key-path.ts';
import { KeyedMutex } from './keyed-mutex.ts';
import { type Mount, openMount, pathIn, rootVolume, type Volume, volumeOf } from './mount.ts';
import { ObjectWriter } from './object-writer.ts';
import { readFullySync, readRangeSync } from './read-range-sync.ts';
import { TempFolder } from './temp-folder.ts';
import { walkKeys } from './walk-keys.ts';
import { writeNew, writeNewSync } from './write-new.ts';

export interface LocalObjectStoreOptions {
  /** The folder in which each object is a file at its key. Created with the first object. */
  readonly root: string;
  readonly bucket: string;
  readonly mounts?: readonly Mount[];
  /** After each object has appeared, before its put returns: bucket notifications. */
  readonly onPut?: (object: KeyedObject) => Promise<void>;
}

/**
 * Up to this many bytes a file is read and written at once. Each step that leaves the event loop costs more than all of
 * them together: 100 to 250 µs for a document against 15.
 */
const SMALL_BYTES = 2 ** 20;
/** Listed between two turns of the event loop: some milliseconds. */
const KEYS_PER_TURN = 250;

/** All stores of this process on the same file take turns, however many of them there are. */
const writers = new KeyedMutex();

/**
 * An {@link ObjectStore} of plain files. Objects appear whole by a rename; conditional puts are free of races within the
 * process, and `ifNoneMatch` also between processes. A key that no file can have is absent to readers and an
 * {@link InvalidKeyError} to writers.
 */
export class LocalObjectStore implements ObjectStore {
  readonly bucket: string;
  readonly #volumes: readonly Volume[];
  readonly #temps: ReadonlyMap<Volume, TempFolder>;
  readonly #onPut: ((object: KeyedObject) => Promise<void>) | undefined;
  readonly #heads = new FileHeads();

  private constructor(options: LocalObjectStoreOptions) {
    this.bucket = options.bucket;
    this.#volumes = [rootVolume(options.root), ...(options.mounts ?? []).map(openMount)];
    this.#temps = new Map(this.#volumes.filter((v) => !v.readOnly).map((v) => [v, new TempFolder(v.tempFolder)]));
    this.#onPut = options.onPut;
  }

  /** Clears the half-written files of killed processes. */
  static async open(options: LocalObjectStoreOptions): Promise<LocalObjectStore> {
    const store = new LocalObjectStore(options);
    for (const temp of store.#temps.values()) await temp.clean();
    return store;
  }

  async head(key: string): Promise<ObjectHead | undefined> {
    return this.#atOnce(key, (file, path) => this.#heads.headOf(path, file));
  }

  async get(key: string): Promise<StoredObject | undefined> {
    const small = await this.#atOnce(key, (file, path) => {
      const head = this.#heads.headOf(path, file);
      if (head === undefined) return undefined;
      return head.size > SMALL_BYTES ? 'large' : { ...head, bytes: readFullySync(file, head.size, 0) };
    });
    if (small !== 'large') return small;
    return this.#withFile(key, async (handle, path) => {
      const head = this.#heads.headOf(path, handle.fd);
      return head && { ...head, bytes: await readFully(handle, head.size) };
    });
  }

  async read(key: string, offset: number, length: number): Promise<Uint8Array | undefined> {
    if (length <= SMALL_BYTES) return this.#readAtOnce(key, offset, length);
    return this.#withFile(key, async (handle) => {
      const stats = await handle.stat();
      if (!stats.isFile()) return undefined;
      if (offset < 0 || length < 0 || offset + length > stats.size) {
        throw new RangePastEndError(key, stats.size, offset, length);
      }
      const bytes = await readFully(handle, length, offset);
      if (bytes.byteLength < length) throw new RangePastEndError(key, offset + bytes.byteLength, offset, length);
      return bytes;
    });
  }

  async readInto(key: string, offset: number, target: Uint8Array): Promise<boolean> {
    const found = await this.#withFile(key, async (handle) => {
      const filled = await readFullyInto(handle, target, offset);
      if (filled < target.length) throw new RangePastEndError(key, offset + filled, offset, target.length);
      return true;
    });
    return found ?? false;
  }

  async put(key: string, bytes: Uint8Array, options: PutOptions = {}): Promise<{ readonly etag: string }> {
    const { path, temp } = this.#writable(key);
    const head = await writers.run(path, () =>
      whileStoreAnswers(key, async () => {
        if (options.ifMatch !== undefined) await this.#requireEtag(key, options.ifMatch);
        const part = await temp.next();
        try {
          const stats = bytes.byteLength > SMALL_BYTES ? await writeNew(part, bytes) : writeNewSync(part, bytes);
          this.#appear(key, temp, part, path, options.ifNoneMatch === true);
          return this.#heads.remember(path, bytes, stats);
        } catch (error) {
          await rm(part, { force: true });
          throw error;
        }
      }),
    );
    await this.#onPut?.({ key, ...head });
    return { etag: head.etag };
  }

  /** Writes an object that is too large for memory piece by piece; it appears whole with the writer's `commit`. */
  async streamInto(key: string): Promise<ObjectWriter> {
    const { path, temp } = this.#writable(key);
    const part = await temp.next();
    return ObjectWriter.open(part, async () => {
      await writers.run(path, () => whileStoreAnswers(key, async () => this.#appear(key, temp, part, path, false)));
      const head = await this.head(key);
      if (head === undefined) throw new StoreUnavailableError(`${key} vanished while it was written`);
      await this.#onPut?.({ key, ...head });
      return head;
    });
  }

  async *list(prefix: string): AsyncIterable<ListedObject> {
    const keys = new Set<string>();
    for (const volume of this.#volumes) {
      for (const key of await this.#keysIn(volume, prefix)) keys.add(key);
    }
    const sorted = [...keys].map((key) => ({ key, order: Buffer.from(key) }));
    sorted.sort((a, b) => Buffer.compare(a.order, b.order));
    for (const [i, { key }] of sorted.entries()) {
      // The rest never leaves the event loop, and others want their turn.
      if (i % KEYS_PER_TURN === KEYS_PER_TURN - 1) await turnOfEventLoop();
      const path = this.pathOf(key);
      if (path === undefined) continue;
      const listed = await whileStoreAnswers(key, async () => this.#heads.listed(key, path));
      if (listed !== undefined) yield listed;
    }
  }

  /** Path of the object's file, for readers that need one; undefined where no file can lie at that key. */
  pathOf(key: string): string | undefined {
    const volume = volumeOf(this.#volumes, key);
    return volume && pathIn(volume, key);
  }

  async #readAtOnce(key: string, offset: number, length: number): Promise<Uint8Array | undefined> {
    const path = this.pathOf(key);
    if (path === undefined) return undefined;
    return whileStoreAnswers(key, async () => {
      const read = readRangeSync(path, offset, length);
      if (read === undefined || read.bytes) return read?.bytes;
      throw new RangePastEndError(key, read.size, offset, length);
    });
  }

  async #keysIn(volume: Volume, prefix: string): Promise<string[]> {
    if (!prefix.startsWith(volume.prefix) && !volume.prefix.startsWith(prefix)) return [];
    const below = prefix.slice(volume.prefix.length);
    const keys = volume.isFile ? [volume.prefix] : (await walkKeys(volume.path, below)).map((k) => volume.prefix + k);
    // A file of the root below a mount's prefix is hidden by the mount.
    return keys.filter((key) => key.startsWith(prefix) && volumeOf(this.#volumes, key) === volume);
  }

  async #atOnce<T>(key: string, use: (file: number, path: string) => T | undefined): Promise<T | undefined> {
    const path = this.pathOf(key);
    if (path === undefined) return undefined;
    return whileStoreAnswers(key, async () => {
      const file = openIfPresent(path);
      if (file === undefined) return undefined;
      try {
        return use(file, path);
      } finally {
        closeSync(file);
      }
    });
  }

  async #withFile<T>(key: string, use: (handle: FileHandle, path: string) => Promise<T>): Promise<T | undefined> {
    const path = this.pathOf(key);
    if (path === undefined) return undefined;
    return whileStoreAnswers(key, async () => {
      const handle = await open(path).catch((error: unknown) => {
        if (meansAbsent(error)) return undefined;
        throw error;
      });
      try {
        return handle && (await use(handle, path));
      } finally {
        await handle?.close();
      }
    });
  }

  #writable(key: string): { path: string; temp: TempFolder } {
    checkKey(key);
    const volume = volumeOf(this.#volumes, key);
    const path = volume && pathIn(volume, key);
    if (volume === undefined || path === undefined) throw new InvalidKeyError(key, 'cannot be a file');
    const temp = this.#temps.get(volume);
    if (temp === undefined) throw new InvalidKeyError(key, `lies in ${volume.path}, which can only be read`);
    return { path: resolve(path), temp };
  }

  async #requireEtag(key: string, etag: string): Promise<void> {
    const current = (await this.head(key))?.etag;
    if (current !== etag) {
      throw new PreconditionFailedError(
        `${key} has ${current === undefined ? 'been deleted' : `ETag ${current}`}, not ${etag}`,
      );
    }
  }

  #appear(key: string, temp: TempFolder, part: string, path: string, onlyNew: boolean): void {
    try {
      if (!onlyNew) temp.publish(part, path);
      else if (!temp.publishNew(part, path)) {
        // A folder answers EEXIST too.
        if (statSync(path).isDirectory()) throw new InvalidKeyError(key, 'is the folder of other keys');
        throw new PreconditionFailedError(`${key} exists`);
      }
    } catch (error) {
      if (meansFolder(error)) throw new InvalidKeyError(key, 'is the folder of other keys, or lies below another key');
      throw error;
    }
  }
}

function openIfPresent(path: string): number | undefined {
  try {
    return openSync(path, 'r');
  } catch (error) {
    if (meansAbsent(error)) return undefined;
    throw error;
  }
}

function meansFolder(error: unknown): boolean {
  const codes = ['EISDIR', 'ENOTDIR', 'ENOTEMPTY', 'EEXIST'];
  return error instanceof Error && 'code' in error && codes.includes(String(error.code));
}

/** What the disk refuses (full, no permission, unplugged) may succeed later; the store's own errors pass. */
async function whileStoreAnswers<T>(key: string, action: () => Promise<T>): Promise<T> {
  try {
    return await action();
  } catch (error) {
    if (!(error instanceof Error) || !('syscall' in error)) throw error;
    throw new StoreUnavailableError(`${key}: ${error.message}`, { cause: error });
  }
}
