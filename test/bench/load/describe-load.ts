import type { LoadResult } from './load-part.ts';

const SHOWN_VIOLATIONS = 50;

export function describeLoad({ figures: f, violations, folder }: LoadResult): string {
  const s = (seconds: number) => `${seconds.toFixed(1)} s`;
  return [
    `${f.arrivals} arrivals in ${f.fedOverS} s: ${f.duplicates} duplicates, ${f.poison} poison, ${f.produced} scenes`,
    row('last scene done after', s(f.lastSceneS)),
    row('statistics complete after', s(f.allDoneS)),
    row('throughput', `${f.arrivalsPerS.toFixed(1)} arrivals/s, ${f.mapsPerS.toFixed(1)} maps/s`),
    row(
      'arrival to notification',
      `p50 ${s(f.latencyS.p50)}, p90 ${s(f.latencyS.p90)}, p99 ${s(f.latencyS.p99)}, max ${s(f.latencyS.max)}`,
    ),
    row('arrivals late by at most', s(f.greatestLagS)),
    row('CPU time, peak memory', `${s(f.cpuS)}, ${f.peakMb.toFixed(0)} MB`),
    violations.length === 0
      ? 'Every scene in its state, no duplicate product, every map announced, statistics complete, no dead letter.'
      : `${violations.length} PROMISES BROKEN, all of it lies in ${folder}:`,
    ...violations.slice(0, SHOWN_VIOLATIONS).map((violation) => `  ${violation}`),
    ...(violations.length > SHOWN_VIOLATIONS ? [`  and ${violations.length - SHOWN_VIOLATIONS} more`] : []),
    '',
  ].join('\n');
}

function row(name: string, value: string): string {
  return `  ${name.padEnd(26)} ${value}`;
}
