import { crc32 } from 'node:zlib';
import yauzl from 'yauzl';
import { InputError } from '../errors/input.error.ts';
import { type RangeSource, TruncatedSourceError } from '../raster/range-source.ts';
import { inflatedSource } from './inflated-source.ts';
import type { SceneFiles } from './scene-files.ts';
import { ZipReader } from './zip-reader.ts';

const STORED = 0;
const DEFLATED = 8;
/** A product has about 30. */
const MAX_ENTRIES = 10_000;
/** The most that deflate can do: 258 bytes from two bits. */
const MAX_DEFLATE_RATIO = 1032;

/**
 * The files of a zipped product, read where they lie: nothing is unpacked. Stored entries are read by ranges, deflated
 * ones from the front with a window of 64 MB. The product may be the zip's only folder (`….SAFE/`) or its root.
 *
 * @throws InputError('invalid-archive') for what is no zip, is cut off, or holds paths that leave the archive
 */
export async function zipSceneFiles(source: RangeSource): Promise<SceneFiles> {
  if (source.size === 0) throw damagedArchive(source.name, 'the file is empty');
  const reader = new ZipReader(source);
  const zip = await guarded(source, reader, () =>
    yauzl.fromRandomAccessReaderPromise(reader, source.size, { autoClose: false, lazyEntries: true }),
  );
  const entries = new Map<string, yauzl.Entry>();
  await guarded(source, reader, async () => {
    if (zip.entryCount > MAX_ENTRIES) throw new Error(`${zip.entryCount} entries, far more than a product has`);
    for await (const entry of zip.eachEntry()) {
      if (entry.fileName.endsWith('/')) continue;
      if (entries.has(entry.fileName)) throw new Error(`it holds ${entry.fileName} twice`);
      entries.set(entry.fileName, entry);
    }
  });
  const root = productRoot([...entries.keys()]);
  const product = (root === '' ? fileStem(source.name) : root.slice(0, -1)).replace(/\.SAFE$/i, '');
  return {
    name: source.name,
    product: product.slice(product.lastIndexOf('/') + 1),
    list: async () =>
      [...entries]
        .filter(([path]) => path.startsWith(root))
        .map(([path, entry]) => ({ path: path.slice(root.length), size: entry.uncompressedSize })),
    open: async (path) => {
      const entry = entries.get(root + path);
      return entry && guarded(source, reader, () => openEntry(source, zip, entry));
    },
  };
}

/** Runs a step of reading the archive; what the archive itself is to blame for becomes an InputError. */
async function guarded<T>(source: RangeSource, reader: ZipReader, run: () => Promise<T>): Promise<T> {
  try {
    return await run();
  } catch (error) {
    if (error instanceof InputError) throw error;
    if (reader.failure !== undefined && !(reader.failure instanceof TruncatedSourceError)) throw reader.failure;
    const detail = error instanceof Error ? error.message : String(error);
    throw damagedArchive(source.name, `no readable zip archive: ${detail.replace(/\.$/, '')}`);
  }
}

function damagedArchive(where: string, what: string): InputError {
  return new InputError('invalid-archive', where, what, 'Download the product again.');
}

/** The folder of the manifest, with its slash; else the folder that all entries share. */
function productRoot(paths: readonly string[]): string {
  const manifest = paths.find((path) => /^(?:.*\/)?manifest\.safe$/.test(path));
  if (manifest !== undefined) return manifest.slice(0, manifest.length - 'manifest.safe'.length);
  const first = paths[0] ?? '';
  const folder = first.slice(0, first.indexOf('/') + 1);
  return paths.every((path) => path.startsWith(folder)) ? folder : '';
}

function fileStem(name: string): string {
  return name.slice(Math.max(name.lastIndexOf('/'), name.lastIndexOf('\\')) + 1).replace(/\.zip$/i, '');
}

async function openEntry(source: RangeSource, zip: yauzl.ZipFile, entry: yauzl.Entry): Promise<RangeSource> {
  const name = `${source.name}/${entry.fileName}`;
  if (entry.isEncrypted()) throw damagedArchive(name, 'the entry is encrypted');
  if (entry.compressionMethod !== STORED && entry.compressionMethod !== DEFLATED) {
    throw damagedArchive(name, `compression method ${entry.compressionMethod} is not supported`);
  }
  const { fileDataStart } = await zip.readLocalFileHeaderPromise(entry, { minimal: true });
  const size = entry.compressedSize;
  const requireInside = (offset: number, length: number) => {
    if (offset < 0 || offset + length > size) throw new TruncatedSourceError({ name, size }, offset, length);
  };
  const data: RangeSource = {
    name,
    size,
    read: async (offset, length) => {
      requireInside(offset, length);
      return source.read(fileDataStart + offset, length);
    },
    ...(source.readInto && {
      readInto: async (offset: number, target: Uint8Array) => {
        requireInside(offset, target.length);
        await source.readInto?.(fileDataStart + offset, target);
      },
    }),
  };
  if (entry.compressionMethod === DEFLATED) {
    if (entry.uncompressedSize > MAX_DEFLATE_RATIO * entry.compressedSize + MAX_DEFLATE_RATIO) {
      const what = `${entry.compressedSize} bytes cannot hold the ${entry.uncompressedSize} that are announced`;
      throw damagedArchive(name, what);
    }
    const damaged = (what: string) => damagedArchive(name, `this part of the archive is damaged: ${what}`);
    const inflated = inflatedSource(data, entry.uncompressedSize, damaged);
    return withChecksum(inflated, entry.crc32);
  }
  if (entry.compressedSize !== entry.uncompressedSize) throw damagedArchive(name, 'a stored entry of two sizes');
  return withChecksum(data, entry.crc32);
}

/** Checks the archive's CRC whenever an entry is read whole: annotations are, measurements never. */
function withChecksum(source: RangeSource, expected: number): RangeSource {
  return {
    ...source,
    read: async (offset, length) => {
      const bytes = await source.read(offset, length);
      if (length === source.size && crc32(bytes) !== expected) {
        throw damagedArchive(source.name, 'this part of the archive is damaged: its checksum is wrong');
      }
      return bytes;
    },
  };
}
