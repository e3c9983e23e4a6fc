import type { DeadLetter } from '../../lib/cloud/local/driven-queue.ts';
import type { ObjectStore } from '../../lib/cloud/object-store.ts';
import type { Configuration } from '../../lib/pipeline/configuration.ts';
import { readMapRows, type SceneRows } from '../maps/read-map-rows.ts';
import type { ProgressDisplay } from '../progress/progress-display.ts';
import { reportScene } from '../progress/report-scene.ts';
import { noteRefusals, type Refusals } from './note-refusals.ts';
import { LOCAL_BUCKET, openLocalSystem } from './open-local-system.ts';
import type { MountedInputs } from './scene-inputs.ts';
import { showOwnPaths } from './show-own-paths.ts';
import { stopOnSignal } from './stop-on-signal.ts';

export interface OwnSceneTask {
  /** `store/` and `engine/` go here. */
  readonly folder: string;
  readonly mounted: MountedInputs;
  readonly configuration: Configuration;
  readonly progress: ProgressDisplay;
  readonly threads?: number;
  /** Compare all checksums first. */
  readonly verify?: boolean;
}

/**
 * Orders one scene and works until nothing is left to do. An order and no event: so the same command after a change of
 * the inputs makes the map anew, and without a change finds it made.
 *
 * @param use reads what it needs while the store is open
 */
export async function retrieveOwnScene<T>(
  { folder, mounted, configuration, progress, threads, verify }: OwnSceneTask,
  use: (store: ObjectStore, rows: SceneRows) => Promise<T>,
): Promise<T & { readonly rows: SceneRows; readonly deadLetters: readonly DeadLetter[] }> {
  const refusals = noteRefusals(mounted.product);
  const system = await openLocalSystem({
    folder,
    configuration,
    mounts: mounted.mounts,
    ...(mounted.foreign && { foreignStore: mounted.foreign.storeOf }),
    log: refusals.log,
    retrieval: {
      ...(threads !== undefined && { threads }),
      ...(verify && { verify }),
      onProgress: reportScene(progress),
    },
  });
  const stop = stopOnSignal();
  try {
    const { location, orbit, foreign } = mounted;
    const scene = { bucket: foreign?.bucket ?? LOCAL_BUCKET, prefix: location };
    const order = { type: 'reprocessing-order', scene, ...(orbit !== undefined && { orbit }) };
    await system.services.arrivals.send(JSON.stringify(order));
    const deadLetters = await system.run(stop.signal);
    const found = answerOf(await readMapRows(system.store, mounted.product), refusals);
    const show = showOwnPaths(mounted.mounts, folder);
    const rows = { ...found, refused: found.refused.map((row) => ({ ...row, message: show(row.message) })) };
    return { ...(await use(system.store, rows)), rows, deadLetters };
  } finally {
    stop.release();
    progress.close();
    await system.close();
  }
}

/** What came of this command. A map that an earlier one left live stays so, but where this one failed it is no answer. */
function answerOf(recorded: SceneRows, refusals: Refusals): SceneRows {
  const scene = refusals.scene();
  if (scene) return { maps: [], refused: [scene] };
  const refused = refusals.maps();
  const isOther = ({ collection }: { readonly collection?: string }) =>
    !refused.some((row) => row.collection === collection);
  return { maps: recorded.maps.filter(isOther), refused: [...refused, ...recorded.refused.filter(isOther)] };
}
