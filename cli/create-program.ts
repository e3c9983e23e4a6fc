import { Command } from 'commander';
import { codeVersion } from './code-version.ts';
import { exitOnMisuse } from './exit-on-misuse.ts';

/** Each command is loaded when it is asked for: what a command does not need costs it no start-up time. */
const COMMANDS: Readonly<Record<string, () => Promise<Command>>> = {
  retrieve: async () => (await import('./commands/retrieve.ts')).retrieveCommand(),
  backscatter: async () => (await import('./commands/backscatter.ts')).backscatterCommand(),
  simulate: async () => (await import('./commands/simulate.ts')).simulateCommand(),
  geolocate: async () => (await import('./commands/geolocate.ts')).geolocateCommand(),
  info: async () => (await import('./commands/info.ts')).infoCommand(),
  draw: async () => (await import('./commands/draw.ts')).drawCommand(),
  train: async () => (await import('./commands/train.ts')).trainCommand(),
  forward: async () => (await import('./commands/forward.ts')).forwardCommand(),
  models: async () => (await import('./commands/models.ts')).modelsCommand(),
  tiles: async () => (await import('./commands/tiles.ts')).tilesCommand(),
  'dead-letters': async () => (await import('./commands/dead-letters.ts')).deadLettersCommand(),
  redrive: async () => (await import('./commands/redrive.ts')).redriveCommand(),
  demo: async () => (await import('./commands/demo.ts')).demoCommand(),
};

/**
 * `s2mp` with the command that the arguments name, or with all of them: for help and for messages about misuse.
 *
 * @param args as on the command line, without the program itself
 */
export async function createProgram(args: readonly string[]): Promise<Command> {
  const program = new Command('s2mp')
    .description('Near-real-time 1-km soil moisture from Sentinel-1 by the S2MP neural network')
    .version(codeVersion())
    .option('--debug', 'print where an unexpected failure happened');
  const name = args.find((arg) => !arg.startsWith('-'));
  const asked = name !== undefined && Object.hasOwn(COMMANDS, name) ? [COMMANDS[name]] : Object.values(COMMANDS);
  for (const load of asked) if (load) program.addCommand(await load());
  return exitOnMisuse(program);
}
