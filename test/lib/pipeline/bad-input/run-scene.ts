import { existsSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { type LocalSystem, openLocalSystem } from '../../../../cli/local/open-local-system.ts';
import type { DeadLetter } from '../../../../lib/cloud/local/driven-queue.ts';
import { parseConfiguration } from '../../../../lib/pipeline/configuration.ts';
import { readLedger } from '../../../../lib/pipeline/ledger/ledger.ts';
import type { RetrievalOptions } from '../../../../lib/pipeline/services.ts';
import type { LedgerRecord } from '../../../../lib/product/ledger-record.ts';
import { temporaryFolder } from '../../cloud/local/temporary-folder.ts';
import type { EditedScene } from './edited-scene.ts';
import { AREA } from './small-world.ts';

/** Everything that the arrival of a scene left behind. */
export interface SceneOutcome {
  readonly record: LedgerRecord | undefined;
  /** Keys that were not there before, sorted. */
  readonly written: readonly string[];
  /** Half-written files, wherever they lie. */
  readonly remains: readonly string[];
  /** Deliveries of messages, and how many of them failed, by function. */
  readonly deliveries: Readonly<Record<string, { readonly records: number; readonly failed: number }>>;
  readonly deadLetters: readonly DeadLetter[];
  readonly seconds: number;
  readonly system: LocalSystem;
}

export interface RunOptions {
  readonly configuration?: Record<string, unknown>;
  readonly retrieval?: RetrievalOptions;
  /** Instead of the events that the store sends for the scene's files. */
  readonly message?: string;
  /** Called when everything lies in the store, before anything runs. */
  readonly before?: (system: LocalSystem) => void;
}

/** Puts the files into an empty store, with the local engine and the functions' own handlers at work, and waits. */
export async function runScene(scene: EditedScene, options: RunOptions = {}): Promise<SceneOutcome> {
  const folder = await temporaryFolder();
  const deliveries: Record<string, { records: number; failed: number }> = {};
  const note = (event: string, fields: Readonly<Record<string, unknown>>) => {
    if (event !== 'Function:Invoke:Done') return;
    const { records, failed } = deliveries[String(fields.function)] ?? { records: 0, failed: 0 };
    deliveries[String(fields.function)] = {
      records: records + Number(fields.records),
      failed: failed + Number(fields.failed),
    };
  };
  const system = await openLocalSystem({
    folder,
    configuration: parseConfiguration({
      areasOfInterest: [{ name: 'small-world', bbox: AREA }],
      collections: ['s2mp-s1s2'],
      incompleteAfterHours: 0,
      ...options.configuration,
    }),
    log: { info: note, warn: note, error: note },
    retrieval: { threads: 1, ...options.retrieval },
  });
  try {
    // The manifest comes last, as products are uploaded: it is what announces a scene.
    const keys = [...scene.files.keys()].sort(
      (a, b) => Number(a.startsWith('scenes/')) - Number(b.startsWith('scenes/')),
    );
    keys.sort((a, b) => Number(/manifest\.safe$/.test(a)) - Number(/manifest\.safe$/.test(b)));
    for (const key of keys) await system.store.put(key, scene.files.get(key) ?? new Uint8Array());
    options.before?.(system);
    if (options.message !== undefined) await system.services.arrivals.send(options.message);
    const startMs = performance.now();
    const deadLetters = await system.run();
    const seconds = (performance.now() - startMs) / 1000;
    const written = (await filesBelow(join(folder, 'store'))).filter((key) => !scene.files.has(key));
    return {
      record: await readLedger(system.store, scene.product),
      written: written.filter((key) => !key.startsWith('.')).sort(),
      remains: written.filter((key) => key.startsWith('.')),
      deliveries,
      deadLetters,
      seconds,
      system,
    };
  } finally {
    await system.close();
  }
}

async function filesBelow(root: string): Promise<string[]> {
  if (!existsSync(root)) return [];
  const entries = await readdir(root, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(root.length + 1));
}
