import { readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';

/** The file that makes a folder one of a demo and says of which. */
export const MARKER = 'demo.json';
/** Left by a start that was killed while it wrote the marker. */
export const MARKER_PART = `${MARKER}.part`;

const settingsSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('world'), size: z.enum(['small', 'medium', 'full']), seed: z.number().int() }),
  z.strictObject({ kind: z.literal('scene'), scene: z.string() }),
]);
const clearingSchema = z.strictObject({ kind: z.literal('clearing') });

/** What a folder is about. Work of another kind is refused there, since its maps would mix. */
export type DemoSettings = z.infer<typeof settingsSchema>;

/** `clearing`: what is left in the folder is no whole demo any more. */
export type Marker = DemoSettings | 'clearing' | 'unreadable';

/** Undefined if the folder has none. */
export async function readMarker(folder: string): Promise<Marker | undefined> {
  let text: string;
  try {
    text = await readFile(join(folder, MARKER), 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw error;
  }
  const json = parseJson(text);
  const settings = settingsSchema.safeParse(json);
  if (settings.success) return settings.data;
  return clearingSchema.safeParse(json).success ? 'clearing' : 'unreadable';
}

/** The marker is there whole or not at all. Only for the holder of the engine's lock. */
export async function writeMarker(folder: string, marker: DemoSettings | 'clearing'): Promise<void> {
  const part = join(folder, MARKER_PART);
  await writeFile(part, `${JSON.stringify(marker === 'clearing' ? { kind: marker } : marker)}\n`);
  await rename(part, join(folder, MARKER));
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
