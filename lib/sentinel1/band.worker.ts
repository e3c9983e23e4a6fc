import { parentPort, workerData } from 'node:worker_threads';
import type { BandRequest, BandWorkerData } from './band-message.ts';
import { createBandProcessor } from './process-band.ts';

// Messages come from band-threads.ts of the same version only.
const process = createBandProcessor(workerData as BandWorkerData);
parentPort?.on('message', (request: BandRequest) => parentPort?.postMessage(process(request)));
