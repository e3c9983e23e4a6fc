import { availableParallelism } from 'node:os';
import { parseArgs } from 'node:util';
import { UsageError } from '../../../cli/usage.error.ts';

export interface LoadOptions {
  /** Arrivals, duplicates and poison included. */
  readonly scenes: number;
  /** Over which they come. */
  readonly seconds: number;
  /** Of the mix. */
  readonly seed: number;
  /** How many seeds of faults, and the first one. */
  readonly seeds: number;
  readonly from: number;
  /** Processes that run seeds. */
  readonly workers: number;
  readonly only?: 'load' | 'faults';
  readonly json: boolean;
}

/** @throws UsageError */
export function parseLoadOptions(args: readonly string[]): LoadOptions {
  const values = read(args);
  const number = (name: 'scenes' | 'seconds' | 'seed' | 'seeds' | 'from' | 'workers', otherwise: number): number => {
    const text = values[name];
    if (text === undefined) return otherwise;
    const value = Number(text);
    if (!Number.isInteger(value) || value < 1)
      throw new UsageError(`--${name} ${text} is not a whole number from 1 on.`);
    return value;
  };
  const { only } = values;
  if (only !== undefined && only !== 'load' && only !== 'faults') {
    throw new UsageError(`--only ${only} is neither load nor faults.`);
  }
  return {
    scenes: number('scenes', 1000),
    seconds: number('seconds', 60),
    seed: number('seed', 1),
    seeds: number('seeds', 2000),
    from: number('from', 1),
    workers: number('workers', availableParallelism()),
    ...(only && { only }),
    json: values.json,
  };
}

function read(args: readonly string[]) {
  const text = { type: 'string' } as const;
  try {
    return parseArgs({
      args: [...args],
      options: {
        scenes: text,
        seconds: text,
        seed: text,
        seeds: text,
        from: text,
        workers: text,
        only: text,
        json: { type: 'boolean', default: false },
      },
    }).values;
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
}
