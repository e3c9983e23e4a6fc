import { Worker } from 'node:worker_threads';
import type { BandAnswer, BandRequest, BandWorkerData } from './band-message.ts';
import { createBandProcessor } from './process-band.ts';

/** A set of threads that each take one band at a time. */
export interface BandThreads {
  readonly size: number;
  /** Waits for a free thread. */
  run(request: BandRequest): Promise<BandAnswer>;
  /** Ends the threads; what is under way is lost. */
  close(): Promise<void>;
}

/** Everything in the calling thread: for small scenes, where starting a thread takes longer than the work. */
export function inlineBandThreads(data: BandWorkerData): BandThreads {
  const process = createBandProcessor(data);
  return { size: 1, run: async (request) => process(request), close: async () => {} };
}

/** @param workerUrl the file that stands for `band.worker.ts`, where it was bundled */
export function startBandThreads(data: BandWorkerData, size: number, workerUrl?: URL): BandThreads {
  const url = workerUrl ?? new URL('./band.worker.ts', import.meta.url);
  const idle: Worker[] = [];
  const waiting: ((worker: Worker) => void)[] = [];
  const failed: ((error: unknown) => void)[] = [];
  let failure: unknown;
  const fail = (error: unknown) => {
    failure ??= error;
    for (const reject of failed.splice(0)) reject(failure);
  };
  const all = Array.from({ length: size }, () => {
    const worker = new Worker(url, { workerData: data });
    worker.on('error', fail);
    worker.on('exit', (code) => fail(new Error(`a worker thread of the scene processing ended with code ${code}`)));
    return worker;
  });
  idle.push(...all);
  const release = (worker: Worker) => {
    const next = waiting.shift();
    if (next) next(worker);
    else idle.push(worker);
  };
  return {
    size,
    run: (request) =>
      new Promise((resolve, reject) => {
        if (failure !== undefined) return reject(failure);
        failed.push(reject);
        const start = (worker: Worker) => {
          worker.once('message', (answer: BandAnswer) => {
            failed.splice(failed.indexOf(reject), 1);
            release(worker);
            resolve(answer);
          });
          worker.postMessage(request);
        };
        const worker = idle.pop();
        if (worker) start(worker);
        else waiting.push(start);
      }),
    close: async () => {
      await Promise.all(all.map((worker) => worker.terminate()));
    },
  };
}
