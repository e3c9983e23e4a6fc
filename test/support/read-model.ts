import { readFile } from 'node:fs/promises';

/** The trained network that the project ships. */
export function readModel(): Promise<Uint8Array> {
  return readFile(new URL('../../layers/model/s2mp-vv.onnx', import.meta.url));
}
