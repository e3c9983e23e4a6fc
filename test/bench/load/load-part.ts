import { rmSync } from 'node:fs';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { codeVersion } from '../../../cli/code-version.ts';
import type { ProgressDisplay } from '../../../cli/progress/progress-display.ts';
import type { Log } from '../../../lib/pipeline/log.ts';
import { createLoadMix, type LoadMix, scenesOfMix } from '../../load/load-mix.ts';
import { prepareLoadScenes } from '../../load/load-scenes.ts';
import { loadViolations } from '../../load/load-violations.ts';
import { renderLoadTiles } from '../../load/load-world.ts';
import { runLocalLoad } from '../../load/run-load.ts';
import { type LoadFigures, loadFigures } from './load-figures.ts';
import type { LoadOptions } from './load-options.ts';

/** Scenes of another version of the simulator are others. */
const SCENES_FOLDER = resolve(import.meta.dirname, '../../../data/load', `scenes-${codeVersion()}`);

/** How a load went. */
export interface LoadResult {
  readonly figures: LoadFigures;
  /** Promises that were broken; empty if none. */
  readonly violations: readonly string[];
  /** Where all of it lies, kept for who wants to know how a promise was broken. */
  readonly folder?: string;
}

export async function benchLoad(options: LoadOptions, progress: ProgressDisplay): Promise<LoadResult> {
  const mixOptions = { arrivals: options.scenes, seed: options.seed };
  const scenes = await prepareLoadScenes(SCENES_FOLDER, scenesOfMix(mixOptions), (done, total) =>
    progress.update({ task: 'load', stage: 'rendering', done, total, unit: 'scenes' }),
  );
  const tiles = await renderLoadTiles(scenes.length);
  const mix = createLoadMix(mixOptions, scenes);
  const folder = await mkdtemp(join(tmpdir(), 's2mp-load-'));
  const remove = () => rmSync(folder, { recursive: true, force: true });
  process.once('exit', remove);
  const cpuStart = process.cpuUsage();
  const outcome = await runLocalLoad({ mix, tiles, folder, seconds: options.seconds, log: showScenes(mix, progress) });
  const cpu = process.cpuUsage(cpuStart);
  progress.update({ task: 'load', stage: 'checking', done: 0, total: 1, unit: 'loads' });
  const figures = await loadFigures(options, mix, outcome, (cpu.user + cpu.system) / 1e6);
  const violations = await loadViolations(mix, outcome, outcome);
  process.off('exit', remove);
  if (violations.length > 0) return { figures, violations, folder };
  remove();
  return { figures, violations };
}

/** Events of the log after which a scene has got where it gets. */
const ENDS = new Set(['Scene:Retrieve:Done', 'Scene:Retrieve:Rejected', 'Scene:Intake:Rejected']);

function showScenes(mix: LoadMix, progress: ProgressDisplay): Log {
  const done = new Set<unknown>();
  const total = mix.scenes.length + mix.nameless;
  const note: Log['info'] = (event, { product }) => {
    if (!ENDS.has(event) || product === undefined) return;
    done.add(product);
    progress.update({ task: 'load', stage: 'scenes', done: done.size, total, unit: 'scenes' });
    if (done.size === total) progress.update({ task: 'load', stage: 'statistics', done: 0, total: 1, unit: 'jobs' });
  };
  return { info: note, warn: note, error: note };
}
