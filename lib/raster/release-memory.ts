/** Smaller memory is not worth it, or may be a part of a pool. */
const MIN_BYTES = 128 * 1024;

/**
 * Gives the memory of large temporary samples back at once. Left to the garbage collector, a few dozen megabytes of them make
 * it walk through the whole heap, again and again; the process grows meanwhile. No view on that memory may be used afterwards.
 */
export function releaseMemory({ buffer, byteOffset }: ArrayBufferView): void {
  if (buffer instanceof ArrayBuffer && byteOffset === 0 && buffer.byteLength >= MIN_BYTES) buffer.transfer(0);
}
