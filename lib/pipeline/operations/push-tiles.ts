import { createHash } from 'node:crypto';
import type { ObjectStore } from '../../cloud/object-store.ts';
import { InputError } from '../../errors/input.error.ts';
import { sourceOfBytes } from '../../raster/range-source.ts';
import { inParallel } from '../in-parallel.ts';
import { checkTile } from './check-tile.ts';
import { placeTiles } from './place-tiles.ts';
import { RefusedTileError } from './refused-tile.error.ts';
import { bytesOfFile, md5OfFile, type TileFile } from './tile-file.ts';
import type { TilePlace } from './tile-place.ts';

/** What became of one file; nothing was written if the push only tried. */
export type PushedTile =
  /** `replaced`: another content lay there. `present`: the same content did, so nothing was sent. */
  | { readonly state: 'sent' | 'replaced' | 'present'; readonly file: TileFile; readonly key: string }
  | { readonly state: 'refused'; readonly file: TileFile; readonly reason: string };

export interface PushProgress {
  /** First what lies there already is found, then the rest is checked and sent. */
  readonly stage: 'compare' | 'send';
  readonly done: number;
  readonly total: number;
  readonly unit: 'tiles' | 'bytes';
}

export interface PushOptions {
  readonly store: ObjectStore;
  /** Compares and checks, but sends nothing. */
  readonly dryRun?: boolean;
  readonly onProgress?: (progress: PushProgress) => void;
}

/** HEAD requests at a time: they are short, and wait for the network only. */
const COMPARED_AT_A_TIME = 16;
const SENT_AT_A_TIME = 8;
/** Of files under way; one that is larger goes alone. */
const BYTES_AT_A_TIME = 128 * 2 ** 20;

/**
 * Puts tiles where the pipeline reads them. Each is first read as the retrieval would read it; what is refused costs the
 * others nothing. What lies there with the same content is left alone, so a push that was broken off goes on, and
 * a repeated one does nothing.
 *
 * @returns what became of each file, in their order
 * @throws what the store throws; tiles that were sent by then are whole
 */
export async function pushTiles(files: readonly TileFile[], options: PushOptions): Promise<PushedTile[]> {
  const outcomes = new Map<TileFile, PushedTile>();
  const placed: Placed[] = [];
  for (const [file, place] of placeTiles(files)) {
    if (place instanceof RefusedTileError) outcomes.set(file, { state: 'refused', file, reason: place.message });
    else placed.push({ file, place });
  }
  const refusing = async (file: TileFile, work: () => Promise<PushedTile | undefined>) => {
    const outcome = await work().catch((error: unknown): PushedTile => {
      if (error instanceof RefusedTileError || error instanceof InputError)
        return { state: 'refused', file, reason: error.message };
      throw error;
    });
    if (outcome) outcomes.set(file, outcome);
  };
  const toSend = await compareAll(placed, options, refusing);
  await sendAll(toSend, options, refusing);
  return files.flatMap((file) => outcomes.get(file) ?? []);
}

interface Placed {
  readonly file: TileFile;
  readonly place: TilePlace;
}

interface ToSend extends Placed {
  readonly state: 'sent' | 'replaced';
}

type Refusing = (file: TileFile, work: () => Promise<PushedTile | undefined>) => Promise<void>;

async function compareAll(placed: readonly Placed[], options: PushOptions, refusing: Refusing): Promise<ToSend[]> {
  const toSend: ToSend[] = [];
  const report = (done: number) =>
    options.onProgress?.({ stage: 'compare', done, total: placed.length, unit: 'tiles' });
  let done = 0;
  report(0);
  const compare = async ({ file, place }: Placed): Promise<PushedTile | undefined> => {
    const head = await options.store.head(place.key);
    const isSame = head?.size === file.size && head.etag.replaceAll('"', '') === (await md5OfFile(file));
    if (isSame) return { state: 'present', file, key: place.key };
    toSend.push({ file, place, state: head ? 'replaced' : 'sent' });
    return undefined;
  };
  await inParallel(
    placed,
    async (one) => {
      await refusing(one.file, () => compare(one));
      report(++done);
    },
    { workers: COMPARED_AT_A_TIME },
  );
  return mixed(toSend);
}

/** Large tiles and small ones by turns, the same way each time: so the rate of the first foretells how long the rest takes. */
function mixed(toSend: readonly ToSend[]): ToSend[] {
  const hashed = toSend.map((one) => ({ one, hash: createHash('md5').update(one.place.key).digest('hex') }));
  return hashed.sort((a, b) => (a.hash < b.hash ? -1 : 1)).map(({ one }) => one);
}

async function sendAll(toSend: readonly ToSend[], options: PushOptions, refusing: Refusing): Promise<void> {
  const { store, dryRun, onProgress } = options;
  const total = toSend.reduce((sum, { file }) => sum + file.size, 0);
  let done = 0;
  // Decoding takes all that one thread has and more memory than the file: one after another.
  let checking: Promise<unknown> = Promise.resolve();
  const send = async ({ file, place, state }: ToSend): Promise<PushedTile> => {
    const bytes = await bytesOfFile(file);
    const checked = checking.then(() => checkTile(place, sourceOfBytes(file.name, bytes)));
    checking = checked.catch(() => undefined);
    await checked;
    if (!dryRun) await store.put(place.key, bytes, { contentType: 'image/tiff' });
    return { state, file, key: place.key };
  };
  onProgress?.({ stage: 'send', done, total, unit: 'bytes' });
  await inParallel(
    toSend,
    async (one) => {
      await refusing(one.file, () => send(one));
      done += one.file.size;
      onProgress?.({ stage: 'send', done, total, unit: 'bytes' });
    },
    { workers: SENT_AT_A_TIME, budget: BYTES_AT_A_TIME, weightOf: ({ file }) => file.size },
  );
}
