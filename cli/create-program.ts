import { Command } from 'commander';
import { codeVersion } from './code-version.ts';
import { backscatterCommand } from './commands/backscatter.ts';
import { demoCommand } from './commands/demo.ts';
import { drawCommand } from './commands/draw.ts';
import { forwardCommand } from './commands/forward.ts';
import { infoCommand } from './commands/info.ts';
import { modelsCommand } from './commands/models.ts';
import { retrieveCommand } from './commands/retrieve.ts';
import { simulateCommand } from './commands/simulate.ts';
import { trainCommand } from './commands/train.ts';
import { exitOnMisuse } from './exit-on-misuse.ts';

/** `s2mp` with all its commands. */
export function createProgram(): Command {
  const program = new Command('s2mp')
    .description('Near-real-time 1-km soil moisture from Sentinel-1 by the S2MP neural network')
    .version(codeVersion())
    .option('--debug', 'print where an unexpected failure happened')
    .addCommand(retrieveCommand())
    .addCommand(backscatterCommand())
    .addCommand(simulateCommand())
    .addCommand(infoCommand())
    .addCommand(drawCommand())
    .addCommand(trainCommand())
    .addCommand(forwardCommand())
    .addCommand(modelsCommand())
    .addCommand(demoCommand());
  return exitOnMisuse(program);
}
