import { writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import type { DeadLetter } from '../../lib/cloud/local/driven-queue.ts';
import { type Configuration, parseConfiguration } from '../../lib/pipeline/configuration.ts';
import { SILENT_LOG } from '../../lib/pipeline/log.ts';
import { createDemo, DEMO_AREAS, type Demo } from '../../lib/simulate/demo.ts';
import type { TruthScore } from '../../lib/statistics/score-against-truth.ts';
import { type LocalSystem, openLocalSystem } from '../local/open-local-system.ts';
import { stopOnSignal } from '../local/stop-on-signal.ts';
import type { MapRow, RefusedRow } from '../maps/map-row.ts';
import { readMapRows } from '../maps/read-map-rows.ts';
import { openProgress } from '../progress/open-progress.ts';
import type { ProgressDisplay } from '../progress/progress-display.ts';
import { reportScene } from '../progress/report-scene.ts';
import { openDemoFolder } from './demo-folder.ts';
import type { DemoSettings } from './demo-marker.ts';
import { describeNeeds } from './demo-needs.ts';
import { renderDemoReport } from './render-demo-report.ts';
import { DEMO_LANDCOVER_YEAR, dropScene, renderWorldTiles, writeTruth } from './render-world.ts';
import { resumeScenes } from './resume-scenes.ts';
import { scoreMaps } from './score-maps.ts';

export interface DemoResult {
  readonly maps: readonly MapRow[];
  readonly refused: readonly RefusedRow[];
  /** All dates together, by collection. */
  readonly overall: Readonly<Record<string, TruthScore>>;
  readonly deadLetters: readonly DeadLetter[];
  readonly report: string;
}

type WorldSettings = Extract<DemoSettings, { kind: 'world' }>;

/**
 * The main job on a world of its own: renders tiles and truth, drops one scene after the other into the store, and lets the
 * events do the rest. Goes on with what the folder holds; what is finished is not done again.
 */
export async function runDemo(out: string, settings: WorldSettings, fresh: boolean): Promise<DemoResult> {
  const folder = resolve(out);
  await openDemoFolder(folder, settings, fresh);
  const progress = openProgress();
  progress.say(await describeNeeds(settings.size, folder));
  const system = await openLocalSystem({
    folder,
    configuration: demoConfiguration(settings),
    log: SILENT_LOG,
    retrieval: { onProgress: reportScene(progress) },
  });
  const stop = stopOnSignal();
  try {
    const demo = createDemo({ seed: settings.seed, box: DEMO_AREAS[settings.size] });
    const { products, deadLetters } = await mapAll(demo, system, folder, progress, stop.signal);
    const rows = await Promise.all(products.map((product) => readMapRows(system.store, product)));
    const { maps, cells, overall } = await scoreMaps(
      system.store,
      rows.flatMap((row) => row.maps),
      folder,
    );
    const report = join(folder, 'report.html');
    await writeFile(report, renderDemoReport(maps, cells, settings));
    return { maps, refused: rows.flatMap(({ refused }) => refused), overall, deadLetters, report };
  } finally {
    stop.release();
    progress.close();
    await system.close();
  }
}

async function mapAll(
  demo: Demo,
  system: LocalSystem,
  folder: string,
  progress: ProgressDisplay,
  signal: AbortSignal,
): Promise<{ products: string[]; deadLetters: DeadLetter[] }> {
  await renderWorldTiles(demo, system.store, progress);
  await resumeScenes(system);
  const products: string[] = [];
  const deadLetters: DeadLetter[] = [];
  for (const acquisition of demo.acquisitions) {
    signal.throwIfAborted();
    await writeTruth(demo, acquisition, folder);
    products.push(await dropScene(demo, acquisition, system.store, progress));
    deadLetters.push(...(await system.run(signal)));
  }
  return { products, deadLetters };
}

function demoConfiguration({ size }: WorldSettings): Configuration {
  return parseConfiguration({
    areasOfInterest: [{ name: `demo-${size}`, bbox: DEMO_AREAS[size] }],
    landcoverYear: DEMO_LANDCOVER_YEAR,
    // A start after a kill repeats the arrival of what is not finished; nothing else can have queued it.
    requeueAfterMinutes: 0,
  });
}
