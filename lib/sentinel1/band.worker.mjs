import { enableCompileCache } from 'node:module';
import { parentPort, workerData } from 'node:worker_threads';

// JavaScript, so that nothing is compiled before the cache is there. Messages are those of band-message.ts.
enableCompileCache();
const { createBandProcessor } = await import('./process-band.ts');
const process = createBandProcessor(workerData);
parentPort?.on('message', (request) => parentPort?.postMessage(process(request)));
