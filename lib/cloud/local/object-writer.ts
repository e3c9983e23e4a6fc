import { type FileHandle, open, rm } from 'node:fs/promises';
import type { ObjectHead } from '../object-store.ts';

/** An object that is being written: invisible until `commit`, gone without a trace after `abort`. */
export class ObjectWriter {
  readonly #handle: FileHandle;
  readonly #part: string;
  readonly #publish: () => Promise<ObjectHead>;
  #position = 0;

  private constructor(handle: FileHandle, part: string, publish: () => Promise<ObjectHead>) {
    this.#handle = handle;
    this.#part = part;
    this.#publish = publish;
  }

  static async open(part: string, publish: () => Promise<ObjectHead>): Promise<ObjectWriter> {
    return new ObjectWriter(await open(part, 'wx'), part, publish);
  }

  /** Bytes so far. */
  get position(): number {
    return this.#position;
  }

  /** The bytes may be reused as soon as this returns. */
  async append(bytes: Uint8Array): Promise<void> {
    let written = 0;
    while (written < bytes.byteLength) {
      const step = await this.#handle.write(bytes, written, bytes.byteLength - written, this.#position);
      written += step.bytesWritten;
      this.#position += step.bytesWritten;
    }
  }

  /** Replaces bytes that were appended before: offsets and sizes that are known only at the end. */
  async patch(position: number, bytes: Uint8Array): Promise<void> {
    if (position < 0 || position + bytes.byteLength > this.#position) {
      throw new RangeError(`bytes ${position} to ${position + bytes.byteLength} have not been written yet`);
    }
    await this.#handle.write(bytes, 0, bytes.byteLength, position);
  }

  async commit(): Promise<ObjectHead> {
    await this.#handle.close();
    try {
      return await this.#publish();
    } catch (error) {
      await rm(this.#part, { force: true });
      throw error;
    }
  }

  async abort(): Promise<void> {
    await this.#handle.close();
    await rm(this.#part, { force: true });
  }
}
