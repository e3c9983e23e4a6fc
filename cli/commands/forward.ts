import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { Command } from 'commander';
import { forwardCsv } from '../../lib/s2mp/forward-csv.ts';
import { parseForwardOverrides } from '../../lib/s2mp/forward-parameters.ts';
import { InvalidForwardInputError } from '../../lib/s2mp/invalid-forward-input.error.ts';
import { UsageError } from '../usage.error.ts';

/** `s2mp forward`: σ0 of states of the field, CSV in, CSV out. */
export function forwardCommand(): Command {
  return new Command('forward')
    .description('simulate sigma0 (dB) of field states by IEM_B and the Water Cloud Model: CSV on stdin, CSV on stdout')
    .option('--set <name=value...>', 'override coefficients, e.g. waterCloudA=0.1 dielectric=mironov', [])
    .addHelpText(
      'after',
      `
Columns: theta_deg,hrms_cm,sm_volpct,ndvi[,pol,clay,sand]; pol VV (default) or HH, HH at NDVI 0 only.

Example:
  printf 'theta_deg,hrms_cm,sm_volpct,ndvi\\n30,1,25,0\\n' | s2mp forward`,
    )
    .action(async ({ set }: { readonly set: readonly string[] }) => {
      try {
        const lines = createInterface({ input: process.stdin, crlfDelay: Number.POSITIVE_INFINITY });
        for await (const row of forwardCsv(lines, parseForwardOverrides(set))) {
          if (!process.stdout.write(`${row}\n`)) await once(process.stdout, 'drain');
        }
      } catch (error) {
        if (error instanceof InvalidForwardInputError) throw new UsageError(error.message, { cause: error });
        throw error;
      }
    });
}
