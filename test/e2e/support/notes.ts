import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { z } from 'zod';

/** Folder of the runner, in a run of everything: what a scenario notes there is looked at when all scenarios are over. */
function folder(): string | undefined {
  return process.env.S2MP_E2E_NOTES;
}

/** Whether somebody will read: in a run of some scenarios nobody does. */
export function areNotesRead(): boolean {
  return folder() !== undefined;
}

export function leaveNote(name: string, note: unknown): void {
  const place = folder();
  if (place) writeFileSync(join(place, `${name}.json`), JSON.stringify(note));
}

/** @throws Error if the note was not left: what it is about has failed */
export function readNote<T>(name: string, schema: z.ZodType<T>): T {
  const place = folder();
  const file = place && join(place, `${name}.json`);
  if (!file || !existsSync(file)) throw new Error(`nothing noted of ${name}: run these tests by npm run test:e2e`);
  return schema.parse(JSON.parse(readFileSync(file, 'utf8')));
}
