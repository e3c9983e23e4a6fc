import { expect, test } from 'vitest';
import type { BandWorkerData } from '../../../lib/sentinel1/band-message.ts';
import { startBandThreads } from '../../../lib/sentinel1/band-threads.ts';
import { kernelModule } from '../../../lib/sentinel1/kernel/load-kernel.ts';

test('a thread that fails ends the work with its error', async () => {
  const threads = startBandThreads(1);
  // No memory at all, as no caller could give it.
  threads.open([{ module: kernelModule(), memory: new ArrayBuffer(8) } as unknown as BandWorkerData]);
  const run = threads.run(() => ({ plan: { firstLine: 0, lines: 1, blocks: [] }, dnAt: 4096 }));
  await expect(run).rejects.toThrow(/memory/i);
  await threads.close();
});
