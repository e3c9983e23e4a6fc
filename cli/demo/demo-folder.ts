import { mkdir, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { EngineLock } from '../../lib/cloud/local/engine-lock.ts';
import { UsageError } from '../usage.error.ts';
import { type DemoSettings, MARKER, MARKER_PART, type Marker, readMarker, writeMarker } from './demo-marker.ts';

/** With the marker and `engine/`, everything that a demo writes; `--fresh` removes these and nothing else. */
const CONTENTS = ['report.html', 'truth', 'store'];
const ENGINE = 'engine';

/**
 * Makes a folder ready for a demo of these settings: empty, or with work of the same settings to go on with. Can be killed
 * at any moment: the next start goes on from there, also with a clearing.
 *
 * @throws UsageError if the folder holds something else; EngineLockedError if another process works in it
 */
export async function openDemoFolder(folder: string, settings: DemoSettings, fresh: boolean): Promise<void> {
  await mkdir(folder, { recursive: true });
  const marker = await readMarker(folder);
  if (marker === undefined && !(await isUnclaimed(folder))) {
    throw new UsageError(`${folder} is not empty and holds no demo. Name another folder with --out.`);
  }
  const found = isSettings(marker) && !fresh ? marker : await claim(folder, settings, fresh);
  if (JSON.stringify(found) === JSON.stringify(settings)) return;
  throw new UsageError(
    `${folder} holds a demo with ${describe(found)}, not ${describe(settings)}. ` +
      'Name another folder with --out, or empty this one with --fresh.',
  );
}

/** Empty, but for what a start leaves that was killed before it wrote its marker. */
async function isUnclaimed(folder: string): Promise<boolean> {
  const names = (await readdir(folder)).filter((name) => name !== MARKER_PART);
  if (names.length === 0) return true;
  if (names.some((name) => name !== ENGINE)) return false;
  const inEngine = await readdir(join(folder, ENGINE)).catch(() => ['not a folder']);
  return inEngine.every((name) => name.startsWith('lock'));
}

/**
 * Writes the marker, after clearing if that is asked for or was begun. The engine's lock keeps out a process that works in
 * the folder, and two that claim it at once.
 *
 * @returns the settings that the folder has now: those of another process, if it came first
 */
async function claim(folder: string, settings: DemoSettings, fresh: boolean): Promise<DemoSettings> {
  const lock = await EngineLock.take(join(folder, ENGINE));
  try {
    const marker = await readMarker(folder);
    if (fresh || marker === 'clearing') await clear(folder);
    else if (isSettings(marker)) return marker;
    else if (marker === 'unreadable') {
      throw new UsageError(`${join(folder, MARKER)} cannot be read. Start again with --fresh.`);
    }
    await writeMarker(folder, settings);
    return settings;
  } finally {
    await lock.release();
  }
}

async function clear(folder: string): Promise<void> {
  await writeMarker(folder, 'clearing');
  for (const name of CONTENTS) await rm(join(folder, name), { recursive: true, force: true });
  const engine = join(folder, ENGINE);
  const queues = (await readdir(engine)).filter((name) => !name.startsWith('lock'));
  for (const name of queues) await rm(join(engine, name), { recursive: true, force: true });
}

function isSettings(marker: Marker | undefined): marker is DemoSettings {
  return typeof marker === 'object';
}

function describe(settings: DemoSettings): string {
  return settings.kind === 'scene' ? `scene ${settings.scene}` : `size ${settings.size} and seed ${settings.seed}`;
}
