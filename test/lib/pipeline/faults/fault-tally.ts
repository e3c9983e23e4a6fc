import type { WriteCount } from '../../../../lib/cloud/local/faults/fault-plan.ts';

/** What several runs have met together. Plain data, so that it can go from process to process. */
export interface FaultTally {
  readonly lives: number;
  /** By kind of write. */
  readonly writes: Readonly<Record<string, WriteCount>>;
  /** Calls that met an outage, by dependency. */
  readonly refused: Readonly<Record<string, number>>;
}

export const NO_FAULTS: FaultTally = { lives: 0, writes: {}, refused: {} };

export function addTallies(a: FaultTally, b: FaultTally): FaultTally {
  const writes: Record<string, WriteCount> = { ...a.writes };
  for (const [kind, count] of Object.entries(b.writes)) {
    const sum = writes[kind] ?? { writes: 0, crashesBefore: 0, crashesAfter: 0 };
    writes[kind] = {
      writes: sum.writes + count.writes,
      crashesBefore: sum.crashesBefore + count.crashesBefore,
      crashesAfter: sum.crashesAfter + count.crashesAfter,
    };
  }
  const refused: Record<string, number> = { ...a.refused };
  for (const [of, calls] of Object.entries(b.refused)) refused[of] = (refused[of] ?? 0) + calls;
  return { lives: a.lives + b.lives, writes, refused };
}
