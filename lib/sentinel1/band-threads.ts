import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import { bundledFile } from '../bundled-file.ts';
import type { BandAnswer, BandRequest, BandWorkerData } from './band-message.ts';
import { createBandProcessor } from './process-band.ts';

/** A set of threads that each take one band at a time. */
export interface BandThreads {
  readonly size: number;
  /** Gives them a scene, which they keep until the next. @param data one for each thread */
  open(data: readonly BandWorkerData[]): void;
  /**
   * Waits for a free thread.
   * @param request made for the thread that was found, counted from 0
   */
  run(request: (thread: number) => BandRequest): Promise<BandAnswer>;
  /** Ends the threads; what is under way is lost. */
  close(): Promise<void>;
}

/** Everything in the calling thread: for small scenes, where starting a thread takes longer than the work. */
export function inlineBandThreads(): BandThreads {
  let process: ReturnType<typeof createBandProcessor> | undefined;
  return {
    size: 1,
    open: ([data]) => {
      process = data && createBandProcessor(data);
    },
    run: async (request) => {
      if (!process) throw new RangeError('the threads have no scene');
      return process(request(0));
    },
    close: async () => {},
  };
}

/** Threads take some hundredths of a second to come up: they can be started before there is anything to sum. */
export function startBandThreads(size: number): BandThreads {
  const url = bundledFile(new URL('./band.worker.mjs', import.meta.url));
  const idle = Array.from({ length: size }, (_, thread) => thread);
  const waiting: ((thread: number) => void)[] = [];
  const failed: ((error: unknown) => void)[] = [];
  let failure: unknown;
  const fail = (error: unknown) => {
    failure ??= error;
    for (const reject of failed.splice(0)) reject(failure);
  };
  const workers = idle.map(() => {
    const worker = new Worker(url);
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
    size,
    open: (data) => {
      workers.forEach((worker, thread) => {
        worker.postMessage({ open: data[thread] });
      });
    },
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
          worker?.postMessage({ run: request(thread) });
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

const MAX_DEFAULT_THREADS = 4;
/** Below this many samples to sum threads cost more than they save. */
export const MIN_SAMPLES_FOR_THREADS = 8e6;

/**
 * Threads as many as are wished, or as the machine and the work suggest.
 *
 * @param wished 0 or 1: everything in the calling thread; absent: one per processor, at most 4, none for small images
 * @param samples of the image that are to be summed
 */
export function bandThreadsFor(wished: number | undefined, samples: number): BandThreads {
  const size = wished ?? Math.min(availableParallelism(), MAX_DEFAULT_THREADS);
  const isWorthwhile = size > 1 && (wished !== undefined || samples >= MIN_SAMPLES_FOR_THREADS);
  return isWorthwhile ? startBandThreads(size) : inlineBandThreads();
}
