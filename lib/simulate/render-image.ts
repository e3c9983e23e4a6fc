import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import { BAND_LINES, createBandRenderer, type RenderJob } from './render-band.ts';

/** Below this many pixels, starting threads takes longer than rendering. */
const INLINE_PIXELS = 3e6;
const MAX_THREADS = 4;

/**
 * Renders the image and hands over its bands of lines from first to last. A few bands are under way at a time, so memory
 * is bounded whatever the size of the scene. The pixels do not depend on `threads` (default: the cores, at most 4).
 */
export async function renderImage(
  job: RenderJob,
  onBand: (pixels: Uint16Array, firstLine: number) => Promise<void>,
  threads = Math.min(availableParallelism(), MAX_THREADS),
): Promise<void> {
  const { lines, samples } = job.annotation;
  const bands = Math.ceil(lines / BAND_LINES);
  if (threads < 2 || lines * samples < INLINE_PIXELS) {
    const render = createBandRenderer(job);
    for (let band = 0; band < bands; band++) await onBand(render(band), band * BAND_LINES);
    return;
  }
  const url = new URL('./render-band.worker.ts', import.meta.url);
  const workers = Array.from({ length: Math.min(threads, bands) }, () => new Worker(url, { workerData: job }));
  try {
    await inOrder(workers, bands, (pixels, band) => onBand(pixels, band * BAND_LINES));
  } finally {
    await Promise.all(workers.map((worker) => worker.terminate()));
  }
}

/** Gives each worker two bands ahead, and waits with new ones while more than a few finished bands are not yet written. */
async function inOrder(
  workers: readonly Worker[],
  bands: number,
  onBand: (pixels: Uint16Array, band: number) => Promise<void>,
): Promise<void> {
  const waiting = new Map<number, { resolve: (pixels: Uint16Array) => void; reject: (error: unknown) => void }>();
  const results: Promise<Uint16Array>[] = [];
  for (const worker of workers) {
    worker.on('message', ({ band, pixels }: { band: number; pixels: Uint16Array }) =>
      waiting.get(band)?.resolve(pixels),
    );
    worker.on('error', (error) => {
      for (const { reject } of waiting.values()) reject(error);
    });
  }
  const ask = (band: number): void => {
    if (band >= bands) return;
    const { promise, resolve, reject } = Promise.withResolvers<Uint16Array>();
    promise.catch(() => undefined);
    waiting.set(band, { resolve, reject });
    results[band] = promise;
    workers[band % workers.length]?.postMessage(band);
  };
  const ahead = 2 * workers.length;
  for (let band = 0; band < ahead; band++) ask(band);
  for (let band = 0; band < bands; band++) {
    const pixels = await results[band];
    delete results[band];
    waiting.delete(band);
    ask(band + ahead);
    if (pixels) await onBand(pixels, band);
  }
}
