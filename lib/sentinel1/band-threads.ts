import { Worker } from 'node:worker_threads';
import { bundledFile } from '../bundled-file.ts';
import type { BandAnswer, BandRequest, BandWorkerData } from './band-message.ts';
import { createBandProcessor } from './process-band.ts';

/** A set of threads that each take one band at a time. */
export interface BandThreads {
  readonly size: number;
  /**
   * Waits for a free thread.
   * @param request made for the thread that was found, counted from 0
   */
  run(request: (thread: number) => BandRequest): Promise<BandAnswer>;
  /** Ends the threads; what is under way is lost. */
  close(): Promise<void>;
}

/** Everything in the calling thread: for small scenes, where starting a thread takes longer than the work. */
export function inlineBandThreads(data: BandWorkerData): BandThreads {
  const process = createBandProcessor(data);
  return { size: 1, run: async (request) => process(request(0)), close: async () => {} };
}

/** @param data one for each thread */
export function startBandThreads(data: readonly BandWorkerData[]): BandThreads {
  const url = bundledFile(new URL('./band.worker.mjs', import.meta.url));
  const idle: number[] = data.map((_, thread) => thread);
  const waiting: ((thread: number) => void)[] = [];
  const failed: ((error: unknown) => void)[] = [];
  let failure: unknown;
  const fail = (error: unknown) => {
    failure ??= error;
    for (const reject of failed.splice(0)) reject(failure);
  };
  const workers = data.map((workerData) => {
    const worker = new Worker(url, { workerData });
    worker.on('error', fail);
    worker.on('exit', (code) => fail(new Error(`a worker thread of the scene processing ended with code ${code}`)));
    return worker;
  });
  const release = (thread: number) => {
    const next = waiting.shift();
    if (next) next(thread);
    else idle.push(thread);
  };
  return {
    size: workers.length,
    run: (request) =>
      new Promise((resolve, reject) => {
        if (failure !== undefined) return reject(failure);
        failed.push(reject);
        const start = (thread: number) => {
          const worker = workers[thread];
          worker?.once('message', (answer: BandAnswer) => {
            failed.splice(failed.indexOf(reject), 1);
            release(thread);
            resolve(answer);
          });
          worker?.postMessage(request(thread));
        };
        const thread = idle.pop();
        if (thread !== undefined) start(thread);
        else waiting.push(start);
      }),
    close: async () => {
      await Promise.all(workers.map((worker) => worker.terminate()));
    },
  };
}
