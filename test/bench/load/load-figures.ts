import { LEDGER_PREFIX } from '../../../lib/product/keys.ts';
import { parseLedgerRecord } from '../../../lib/product/ledger-record.ts';
import type { LoadMix } from '../../load/load-mix.ts';
import type { LocalLoadOutcome } from '../../load/run-load.ts';
import type { LoadOptions } from './load-options.ts';

/** What was measured of a load. */
export interface LoadFigures {
  readonly arrivals: number;
  readonly duplicates: number;
  readonly poison: number;
  /** Scenes that became maps. */
  readonly produced: number;
  readonly maps: number;
  /** Seconds over which everything came in, and how late an arrival began at most. */
  readonly fedOverS: number;
  readonly greatestLagS: number;
  /** Seconds from the first arrival until the last scene had its state, and until the statistics were complete too. */
  readonly lastSceneS: number;
  readonly allDoneS: number;
  /** Arrivals dealt with until the last scene was done. */
  readonly arrivalsPerS: number;
  readonly mapsPerS: number;
  /** From the moment at which a scene's manifest comes in until a subscriber has the notification of a map. */
  readonly latencyS: { readonly p50: number; readonly p90: number; readonly p99: number; readonly max: number };
  /** Of the process, all of its threads. */
  readonly cpuS: number;
  readonly peakMb: number;
}

export async function loadFigures(
  { seconds }: LoadOptions,
  mix: LoadMix,
  { store, times, greatestLagS }: LocalLoadOutcome,
  cpuS: number,
): Promise<LoadFigures> {
  const repeated = mix.arrivals.filter(({ kind }) => kind === 'event' || kind === 'upload-again').length;
  const produced = mix.scenes.filter(({ state }) => state === 'produced').length;
  const latencies = times.latencies();
  let lastMs = times.beginMs;
  for await (const { key } of store.list(LEDGER_PREFIX)) {
    const object = await store.get(key);
    if (object) lastMs = Math.max(lastMs, Date.parse(parseLedgerRecord(key, object.bytes).updated));
  }
  const lastSceneS = (lastMs - times.beginMs) / 1000;
  return {
    arrivals: mix.arrivals.length,
    duplicates: repeated,
    poison: mix.arrivals.length - repeated - produced,
    produced,
    maps: latencies.length,
    fedOverS: seconds,
    greatestLagS,
    lastSceneS,
    allDoneS: (times.endMs - times.beginMs) / 1000,
    arrivalsPerS: mix.arrivals.length / lastSceneS,
    mapsPerS: latencies.length / lastSceneS,
    latencyS: {
      p50: percentile(latencies, 50),
      p90: percentile(latencies, 90),
      p99: percentile(latencies, 99),
      max: percentile(latencies, 100),
    },
    cpuS,
    peakMb: process.resourceUsage().maxRSS / 1000,
  };
}

/** Nearest rank, of ascending values. */
export function percentile(ascending: readonly number[], percent: number): number {
  return ascending[Math.max(0, Math.ceil((ascending.length * percent) / 100) - 1)] ?? Number.NaN;
}
