import { enableCompileCache } from 'node:module';
import { parentPort } from 'node:worker_threads';

// JavaScript, so that nothing is compiled before the cache is there. Messages are those of band-threads.ts.
enableCompileCache();
const { createBandProcessor } = await import('./process-band.ts');
let process;
parentPort?.on('message', ({ open, run }) => {
  if (open) process = createBandProcessor(open);
  else parentPort?.postMessage(process(run));
});
