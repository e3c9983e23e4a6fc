#!/usr/bin/env node
import { enableCompileCache } from 'node:module';
import { exitOnStrayErrors, exitWithMessage } from './exit-with-message.ts';

// Compiled code is kept between processes, and nothing else: it halves the start.
enableCompileCache();
exitOnStrayErrors();
const args = process.argv.slice(2);
const { createProgram } = await import('./create-program.ts');
await createProgram(args)
  .then((program) => program.parseAsync(args, { from: 'user' }))
  .catch(exitWithMessage);
