import { enableCompileCache } from 'node:module';
import { parentPort, workerData } from 'node:worker_threads';
import type { BandRequest, BandWorkerData } from './band-message.ts';

enableCompileCache();
const { createBandProcessor } = await import('./process-band.ts');
// Messages come from band-threads.ts of the same version only.
const process = createBandProcessor(workerData as BandWorkerData);
parentPort?.on('message', (request: BandRequest) => parentPort?.postMessage(process(request)));
