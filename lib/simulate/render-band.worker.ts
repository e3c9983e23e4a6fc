import { parentPort, workerData } from 'node:worker_threads';
import { createBandRenderer, type RenderJob } from './render-band.ts';

/** Renders the bands that it is sent the numbers of, and sends their pixels back. */
const render = createBandRenderer(workerData as RenderJob);
parentPort?.on('message', (band: number) => {
  const pixels = render(band);
  parentPort?.postMessage({ band, pixels }, [pixels.buffer as ArrayBuffer]);
});
