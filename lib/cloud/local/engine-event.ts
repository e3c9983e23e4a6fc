import type { DeadLetter } from './driven-queue.ts';

/** What the local engine does, as it happens. */
export type EngineEvent =
  | { readonly type: 'invoked'; readonly functionName: string; readonly messageIds: readonly string[] }
  | {
      readonly type: 'finished';
      readonly functionName: string;
      readonly messageIds: readonly string[];
      /** To be delivered again. */
      readonly failedIds: readonly string[];
      readonly durationMs: number;
      /** What the function threw; absent if it answered. */
      readonly error?: unknown;
    }
  | { readonly type: 'dead-lettered'; readonly letter: DeadLetter }
  /** Nothing to do until then: delayed messages, and failed ones before their next try. */
  | { readonly type: 'waiting'; readonly until: Date };
