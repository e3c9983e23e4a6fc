/** Structured log: fields first, then a stable event name `Noun:Verb:State`. Satisfied by Powertools' Logger adapter. */
export interface Log {
  info(event: string, fields: Readonly<Record<string, unknown>>): void;
  warn(event: string, fields: Readonly<Record<string, unknown>>): void;
  error(event: string, fields: Readonly<Record<string, unknown>>): void;
}

export const SILENT_LOG: Log = { info: () => {}, warn: () => {}, error: () => {} };
