#!/usr/bin/env node
import { enableCompileCache } from 'node:module';

// JavaScript, so that nothing is compiled before the cache is there. It is all that is kept between processes.
enableCompileCache();
await import('./main.ts');
