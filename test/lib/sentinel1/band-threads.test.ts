import { expect, test } from 'vitest';
import type { BandWorkerData } from '../../../lib/sentinel1/band-message.ts';
import { startBandThreads } from '../../../lib/sentinel1/band-threads.ts';
import { KernelMemory } from '../../../lib/sentinel1/kernel/kernel-memory.ts';
import { kernelModule } from '../../../lib/sentinel1/kernel/load-kernel.ts';

test('a thread that cannot start ends the work with its error', async () => {
  const data: BandWorkerData = {
    module: kernelModule(),
    memory: Object.assign(new KernelMemory().create(), { unlike: true }),
    sceneAt: 0,
    area: { scratchAt: 0, blockAt: 0, partialsAt: 0 },
    layout: {
      blockWidth: 8,
      blockHeight: 1,
      samplesPerBlockPixel: 1,
      dataType: 'uint16',
      compression: 1,
      predictor: 1,
      littleEndian: true,
    },
    samples: 8,
  };
  const broken = { ...data, module: kernelModule(), memory: new ArrayBuffer(8) as unknown as WebAssembly.Memory };
  const threads = startBandThreads([broken]);
  const run = threads.run(() => ({ plan: { firstLine: 0, lines: 1, blocks: [] }, dnAt: 4096 }));
  await expect(run).rejects.toThrow(/memory/i);
  await threads.close();
});
