import { createProgram } from './create-program.ts';
import { exitOnStrayErrors, exitWithMessage } from './exit-with-message.ts';

exitOnStrayErrors();
const args = process.argv.slice(2);
await createProgram(args)
  .then((program) => program.parseAsync(args, { from: 'user' }))
  .catch(exitWithMessage);
