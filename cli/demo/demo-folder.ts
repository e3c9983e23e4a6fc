import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { SYSTEM_CLOCK } from '../../lib/cloud/clock.ts';
import { LocalEngine } from '../../lib/cloud/local/local-engine.ts';
import { UsageError } from '../usage.error.ts';

const MARKER = 'demo.json';
/** Everything that a demo writes; `--fresh` removes these and nothing else. */
const CONTENTS = [MARKER, 'store', 'engine', 'truth', 'report.html'];

const settingsSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('world'), size: z.enum(['small', 'medium', 'full']), seed: z.number().int() }),
  z.strictObject({ kind: z.literal('scene'), scene: z.string() }),
]);

/** What a folder is about. Work of another kind is refused there, since its maps would mix. */
export type DemoSettings = z.infer<typeof settingsSchema>;

/**
 * Makes a folder ready for a demo of these settings: empty, or with work of the same settings to go on with.
 *
 * @throws UsageError if the folder holds something else; EngineLockedError if another process works in it
 */
export async function openDemoFolder(folder: string, settings: DemoSettings, fresh: boolean): Promise<void> {
  const present: string[] = await readdir(folder).catch(() => []);
  const isDemo = present.includes(MARKER);
  if (present.length > 0 && !isDemo) {
    throw new UsageError(`${folder} is not empty and holds no demo. Name another folder with --out.`);
  }
  if (isDemo && fresh) await clear(folder);
  else if (isDemo) {
    const found = settingsSchema.safeParse(parseJson(await readFile(join(folder, MARKER), 'utf8')));
    if (!found.success) throw new UsageError(`${join(folder, MARKER)} cannot be read. Start again with --fresh.`);
    if (JSON.stringify(found.data) === JSON.stringify(settings)) return;
    throw new UsageError(
      `${folder} holds a demo with ${describe(found.data)}, not ${describe(settings)}. ` +
        'Name another folder with --out, or empty this one with --fresh.',
    );
  }
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, MARKER), `${JSON.stringify(settings)}\n`);
}

/** The marker goes last, so that a broken clearing can be repeated. */
async function clear(folder: string): Promise<void> {
  const lock = await LocalEngine.open({ folder: join(folder, 'engine'), clock: SYSTEM_CLOCK });
  await lock.close();
  for (const name of [...CONTENTS].reverse()) await rm(join(folder, name), { recursive: true, force: true });
}

function describe(settings: DemoSettings): string {
  return settings.kind === 'scene' ? `scene ${settings.scene}` : `size ${settings.size} and seed ${settings.seed}`;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
