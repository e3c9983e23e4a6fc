import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { buildKernel, KERNEL_FILE } from '../../../../lib/sentinel1/kernel/build-kernel.ts';

test('the committed kernel is what its source compiles to', async () => {
  expect(Buffer.from(await buildKernel()).equals(readFileSync(KERNEL_FILE)), 'run `npm run build:kernel`').toBe(true);
}, 60_000);
