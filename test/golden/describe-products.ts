import { createHash } from 'node:crypto';
import type { ObjectStore } from '../../lib/cloud/object-store.ts';
import { openTiff } from '../../lib/raster/open-tiff.ts';
import { sourceOfBytes } from '../../lib/raster/range-source.ts';
import { readWindow } from '../../lib/raster/read-window.ts';

/** What a file says, flat: `properties.datetime` → text or number. */
export type Facts = Readonly<Record<string, string | number | boolean | null>>;

/**
 * The content of every file under some prefixes, by key. Not its bytes: how zlib compresses differs between builds, and
 * the last bits of a float between processors. So sizes, checksums and run ids, which follow from the bytes, are
 * left out, and rasters are described by their values.
 */
export async function describeProducts(
  store: ObjectStore,
  prefixes: readonly string[],
): Promise<Record<string, Facts>> {
  const files: [string, Facts][] = [];
  for (const prefix of prefixes) {
    for await (const { key } of store.list(prefix)) {
      const object = await store.get(key);
      if (!object) continue;
      const facts = key.endsWith('.json') ? documentFacts(object.bytes) : await rasterFacts(key, object.bytes);
      files.push([withoutHashes(key), facts]);
    }
  }
  return Object.fromEntries(files.sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** SHA-256 over the files of scenes and the values of tiles. */
export async function hashInputs(store: ObjectStore, prefixes: readonly string[]): Promise<string> {
  const hash = createHash('sha256');
  for (const prefix of prefixes) {
    for await (const { key } of store.list(prefix)) {
      const object = await store.get(key);
      if (!object) continue;
      hash.update(key);
      if (key.startsWith('scenes/')) hash.update(object.bytes);
      else hash.update(JSON.stringify(await rasterFacts(key, object.bytes)));
    }
  }
  return hash.digest('hex');
}

function withoutHashes(text: string): string {
  return text.replace(/(?:1220)?[0-9a-f]{64}/g, '<hash>').replace(/\/[0-9a-f]{12}\//g, '/<run>/');
}

function documentFacts(bytes: Uint8Array): Facts {
  const facts: Record<string, Facts[string]> = {};
  flatten(JSON.parse(new TextDecoder().decode(bytes)), '', facts);
  return facts;
}

/** Follow from compression or code version alone. */
const UNSTABLE = /(?:^|\.)(?:file:size|file:checksum|processing:version|processing:software\..*|version)$/;

function flatten(value: unknown, path: string, facts: Record<string, Facts[string]>): void {
  if (UNSTABLE.test(path)) return;
  if (typeof value === 'object' && value !== null) {
    for (const [name, member] of Object.entries(value)) flatten(member, path ? `${path}.${name}` : name, facts);
  } else if (typeof value === 'string') facts[path] = withoutHashes(value);
  else if (typeof value === 'number' || typeof value === 'boolean' || value === null) facts[path] = value;
}

async function rasterFacts(key: string, bytes: Uint8Array): Promise<Facts> {
  const image = await openTiff(sourceOfBytes(key, bytes));
  const [{ width, height }] = image.levels;
  const facts: Record<string, Facts[string]> = {
    size: `${width} x ${height} ${image.dataType}, ${image.levels.length} level(s)`,
    nodata: String(image.nodata),
    transform: (image.transform ?? []).join(' '),
  };
  for (const [band, { description, unit, scale, offset }] of image.bandInfo.entries()) {
    const values = await readWindow(image, { column: 0, row: 0, width, height }, { band });
    facts[`band ${band}`] = [description, unit, scale, offset].join('|');
    facts[`band ${band} values`] = sparse(values);
  }
  return facts;
}

/** `last value; index:value …` of those that differ from the last one. */
function sparse(values: ArrayLike<number>): string {
  const rest = values[values.length - 1] ?? Number.NaN;
  const others: string[] = [];
  for (let i = 0; i < values.length; i++) {
    const value = values[i] as number;
    if (!Object.is(value, rest)) others.push(`${i}:${Number(value.toPrecision(8))}`);
  }
  return `${rest}; ${others.join(' ')}`;
}
