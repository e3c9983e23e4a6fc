import { describe, expect, test } from 'vitest';
import { sourceOfBytes, TruncatedSourceError } from '../../../lib/raster/range-source.ts';
import { readXmlFile } from '../../../lib/sentinel1/read-xml-file.ts';

const bytes = new TextEncoder().encode('<noise/>');

describe('readXmlFile', () => {
  test('gives the whole file', async () => {
    expect(await readXmlFile(sourceOfBytes('noise.xml', bytes), 'invalid-noise')).toEqual(bytes);
  });

  test('refuses what is far too long without reading any of it', async () => {
    const read = () => Promise.reject(new Error('was read'));
    await expect(readXmlFile({ name: 'noise.xml', size: 2 ** 40, read }, 'invalid-noise')).rejects.toMatchObject({
      reason: 'invalid-noise',
      message: 'noise.xml: is 1099511627776 bytes long, far more than such a file has. Download the product again.',
    });
  });

  test('refuses a file that ends before its size', async () => {
    const source = { name: 'noise.xml', size: 20 };
    const read = (offset: number, length: number) => Promise.reject(new TruncatedSourceError(source, offset, length));
    await expect(readXmlFile({ ...source, read }, 'invalid-noise')).rejects.toMatchObject({
      reason: 'invalid-noise',
      message: 'noise.xml: is cut off. Download the product again.',
    });
  });

  test('lets other failures of the source pass', async () => {
    const read = () => Promise.reject(new Error('SlowDown'));
    await expect(readXmlFile({ name: 'noise.xml', size: 20, read }, 'invalid-noise')).rejects.toThrow(/^SlowDown$/);
  });
});
