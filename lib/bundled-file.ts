import { existsSync } from 'node:fs';

/**
 * A file that code needs beside itself at run time: a worker's entry, a WebAssembly module. In the checkout it lies where
 * its source lies; in the bundle of a function all such files lie beside the bundle, under the names of their sources,
 * TypeScript as `.mjs`. The one place that knows of this.
 *
 * @param source `new URL('./name', import.meta.url)` of the module that asks
 */
export function bundledFile(source: URL): URL {
  if (existsSync(source)) return source;
  const name = source.pathname.slice(source.pathname.lastIndexOf('/') + 1).replace(/\.ts$/, '.mjs');
  return new URL(name, import.meta.url);
}
