/** Below this address lie the constants of the module itself. */
const FIRST_FREE = 4096;
const PAGE_BYTES = 65_536;
/** So that nothing shares a cache line with what another thread writes. */
const ALIGNMENT = 64;
/** The inner loop reads up to 16 bytes past the last sample of a band. */
const READ_AHEAD_BYTES = 16;
/** Addresses have 32 bits. */
const MAX_PAGES = 65_536;

/**
 * Addresses for the arrays of a scene in the memory that all threads share: reserved one after another, so that the memory
 * is made once, in its final size.
 */
export class KernelMemory {
  #end = FIRST_FREE;

  /** Address of so many bytes. */
  reserve(bytes: number): number {
    const at = this.#end;
    this.#end = Math.ceil((at + bytes + READ_AHEAD_BYTES) / ALIGNMENT) * ALIGNMENT;
    return at;
  }

  /** @throws RangeError beyond the 4 GiB that can be addressed: an area far larger than a scene covers */
  create(): WebAssembly.Memory {
    const pages = Math.ceil(this.#end / PAGE_BYTES);
    if (pages > MAX_PAGES) throw new RangeError(`${this.#end} bytes are needed for the scene, more than 4 GiB`);
    return new WebAssembly.Memory({ initial: pages, maximum: pages, shared: true });
  }
}
