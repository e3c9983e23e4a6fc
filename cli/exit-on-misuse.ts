import type { Command } from 'commander';
import { EXIT_REJECTED } from './exit-with-message.ts';

/** Wrong options and arguments end every command with exit code 2 and a message in the form of all others. */
export function exitOnMisuse(command: Command): Command {
  command.exitOverride(({ exitCode }) => process.exit(exitCode === 0 ? 0 : EXIT_REJECTED));
  command.configureOutput({
    outputError: (text, write) => write(text.replace(/^error: /, 's2mp: ')),
  });
  command.showHelpAfterError(`See ${pathOf(command)} --help.`);
  for (const subcommand of command.commands) exitOnMisuse(subcommand);
  return command;
}

/** `s2mp models compare` */
function pathOf(command: Command): string {
  return command.parent ? `${pathOf(command.parent)} ${command.name()}` : command.name();
}
