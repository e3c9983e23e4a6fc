#!/usr/bin/env node
import { createProgram } from './create-program.ts';
import { exitOnStrayErrors, exitWithMessage } from './exit-with-message.ts';

exitOnStrayErrors();
await createProgram().parseAsync().catch(exitWithMessage);
