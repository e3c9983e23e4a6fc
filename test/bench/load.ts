/**
 * Whether the pipeline keeps its promises when much comes at once and when everything fails now and then, and how fast it is:
 *
 *   npm run bench:load                                  1 000 arrivals in a minute, then 2 000 seeds of faults
 *   npm run bench:load -- --only load --scenes 200 --seconds 10 --seed 3
 *   npm run bench:load -- --only faults --from 417 --seeds 1
 *
 * The load is a mix of small scenes with 10 % duplicates and 5 % poison, on the local engine with the functions' own
 * handlers, network, writer and the real clock; scenes are rendered beforehand into data/load (0.6 MB each, once). Faults run
 * by a clock of their own, in a process per core. Ends with exit code 1 if any promise was broken, and says which.
 */
import { openProgress } from '../../cli/progress/open-progress.ts';
import { UsageError } from '../../cli/usage.error.ts';
import { describeFaults } from './load/describe-faults.ts';
import { describeLoad } from './load/describe-load.ts';
import { exitOnSignal } from './load/exit-on-signal.ts';
import { benchFaults } from './load/fault-part.ts';
import { parseLoadOptions } from './load/load-options.ts';
import { benchLoad } from './load/load-part.ts';

async function main(): Promise<boolean> {
  const options = parseLoadOptions(process.argv.slice(2));
  const progress = openProgress();
  try {
    const load = options.only === 'faults' ? undefined : await benchLoad(options, progress);
    if (load && !options.json) console.log(describeLoad(load));
    const faults = options.only === 'load' ? undefined : await benchFaults(options, progress);
    if (faults && !options.json) console.log(describeFaults(faults));
    if (options.json) console.log(JSON.stringify({ load, faults }, null, 2));
    return (load?.violations.length ?? 0) + (faults?.violating.length ?? 0) === 0;
  } finally {
    progress.close();
  }
}

exitOnSignal();
try {
  if (!(await main())) process.exitCode = 1;
} catch (error) {
  if (!(error instanceof UsageError)) throw error;
  console.error(error.message);
  process.exitCode = 2;
}
