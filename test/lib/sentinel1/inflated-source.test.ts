import { deflateRawSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { type RangeSource, sourceOfBytes } from '../../../lib/raster/range-source.ts';
import { inflatedSource } from '../../../lib/sentinel1/inflated-source.ts';

const MB = 2 ** 20;
const damaged = (what: string) => new Error(`damaged: ${what}`);

test('a walk through an entry larger than the kept window inflates it once; going back starts again', async () => {
  const size = 80 * MB;
  const data = Buffer.alloc(size);
  for (let i = 0; i < size; i += 4096) data.writeUInt32LE(i, i);
  const packed = sourceOfBytes('x', deflateRawSync(data, { level: 1 }));
  let starts = 0;
  const counted: RangeSource = {
    ...packed,
    read: (offset, length) => {
      if (offset === 0) starts++;
      return packed.read(offset, length);
    },
  };
  const source = inflatedSource(counted, size, damaged);
  const first = async (at: number) => Buffer.from(await source.read(at, 4096)).readUInt32LE();
  for (let at = 0; at < size; at += 8 * MB) expect(await first(at)).toBe(at);
  expect(await first(4096)).toBe(4096); // the head is kept
  expect(await first(70 * MB)).toBe(70 * MB); // within the window
  expect(starts).toBe(1);
  expect(await first(8 * MB)).toBe(8 * MB);
  expect(starts).toBe(2);
});

test('a read longer than the window is answered by one inflation', async () => {
  const size = 80 * MB;
  const data = Buffer.alloc(size);
  for (let i = 0; i < size; i += 4096) data.writeUInt32LE(i, i);
  let starts = 0;
  const packed = sourceOfBytes('x', deflateRawSync(data, { level: 1 }));
  const counted: RangeSource = {
    ...packed,
    read: (offset, length) => {
      if (offset === 0 && ++starts > 1) throw new Error('inflated again');
      return packed.read(offset, length);
    },
  };
  const found = await inflatedSource(counted, size, damaged).read(2 * MB, 70 * MB);
  expect(data.compare(found, 0, found.length, 2 * MB, 72 * MB)).toBe(0);
});

test('data that end early or are no deflate are damaged; a failing store is not', async () => {
  const packed = deflateRawSync(Buffer.alloc(1000));
  await expect(inflatedSource(sourceOfBytes('x', packed), 2000, damaged).read(0, 2000)).rejects.toThrow(
    'damaged: the data end after 1000 of 2000 bytes',
  );
  await expect(inflatedSource(sourceOfBytes('x', packed.subarray(0, 4)), 1000, damaged).read(0, 1000)).rejects.toThrow(
    'damaged: ',
  );
  const noise = Uint8Array.of(0xff, 1, 2, 3);
  await expect(inflatedSource(sourceOfBytes('x', noise), 9, damaged).read(0, 9)).rejects.toThrow('damaged: ');
  const down: RangeSource = { name: 'x', size: 10, read: () => Promise.reject(new Error('503')) };
  await expect(inflatedSource(down, 9, damaged).read(0, 9)).rejects.toThrow(/^503$/);
});
