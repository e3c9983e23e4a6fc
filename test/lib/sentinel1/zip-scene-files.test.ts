import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type RangeSource, readAll, sourceOfBytes } from '../../../lib/raster/range-source.ts';
import { zipSceneFiles } from '../../../lib/sentinel1/zip-scene-files.ts';
import { PRODUCT } from './safe-product.ts';
import { type ZipEntry, zipBytes } from './zip-bytes.ts';

const bytes = (text: string) => new TextEncoder().encode(text);
const open = (entries: readonly ZipEntry[], name = `downloads/${PRODUCT}.zip`) =>
  zipSceneFiles(sourceOfBytes(name, zipBytes(entries)));

const ENTRIES: ZipEntry[] = [
  { path: `${PRODUCT}.SAFE/`, data: bytes('') },
  { path: `${PRODUCT}.SAFE/manifest.safe`, data: bytes('<manifest/>'), deflate: true },
  { path: `${PRODUCT}.SAFE/measurement/iw-vv.tiff`, data: bytes('0123456789') },
];

describe('zipSceneFiles', () => {
  test('lists and opens stored and deflated entries by their path in the product', async () => {
    const files = await open(ENTRIES, 'anything.zip');
    expect(files.product).toBe(PRODUCT);
    expect(await files.list()).toEqual([
      { path: 'manifest.safe', size: 11 },
      { path: 'measurement/iw-vv.tiff', size: 10 },
    ]);
    const manifest = await files.open('manifest.safe');
    const image = await files.open('measurement/iw-vv.tiff');
    expect(manifest && new TextDecoder().decode(await readAll(manifest))).toBe('<manifest/>');
    expect(image && new TextDecoder().decode(await image.read(3, 4))).toBe('3456');
    await expect(image?.read(8, 3)).rejects.toThrow('the file ends at 10');
    expect(await files.open('nothing')).toBeUndefined();
  });

  test('a product at the root of the archive is named by the archive', async () => {
    const files = await open([{ path: 'manifest.safe', data: bytes('m') }]);
    expect(files.product).toBe(PRODUCT);
    expect(await files.list()).toEqual([{ path: 'manifest.safe', size: 1 }]);
  });

  const whole = zipBytes(ENTRIES);
  const refused: [string, Uint8Array][] = [
    ['no zip', bytes('<html>please log in</html>')],
    ['an empty file', new Uint8Array()],
    ['a zip that is cut off', whole.subarray(0, whole.length - 30)],
    ['a path that leaves the archive', zipBytes([{ path: '../../etc/passwd', data: bytes('x') }])],
    ['an absolute path', zipBytes([{ path: '/etc/passwd', data: bytes('x') }])],
    [
      'a file that is there twice',
      zipBytes([
        { path: 'manifest.safe', data: bytes('x') },
        { path: 'manifest.safe', data: bytes('y') },
      ]),
    ],
    ['a path with a backslash', zipBytes([{ path: '..\\x', data: bytes('x') }])],
  ];
  test.each(refused)('refuses %s', async (_, content) => {
    await expect(zipSceneFiles(sourceOfBytes('x.zip', content))).rejects.toThrow(
      expect.objectContaining({ tag: 'InputError', reason: 'invalid-archive', where: 'x.zip' }),
    );
  });

  test('refuses an entry that announces more than deflate can hold, before it is read', async () => {
    const content = zipBytes([{ path: 'manifest.safe', data: bytes('a'.repeat(500)), deflate: true }]);
    const view = new DataView(content.buffer, content.byteOffset, content.byteLength);
    view.setUint32(view.getUint32(content.length - 6, true) + 24, 12_000_000, true);
    const files = await zipSceneFiles(sourceOfBytes('x.zip', content));
    await expect(files.open('manifest.safe')).rejects.toThrow(
      expect.objectContaining({
        reason: 'invalid-archive',
        message: expect.stringMatching(/: \d+ bytes cannot hold the 12000000 that are announced\. /),
      }),
    );
  });

  test('a flipped byte in an entry is found when the entry is read', async () => {
    for (const deflate of [false, true]) {
      const content = zipBytes([{ path: 'manifest.safe', data: bytes('a'.repeat(500) + 'b'.repeat(500)), deflate }]);
      const at = 30 + 'manifest.safe'.length + 4;
      content[at] = (content[at] ?? 0) ^ 0x10;
      const file = await (await zipSceneFiles(sourceOfBytes('x.zip', content))).open('manifest.safe');
      await expect(file && readAll(file)).rejects.toThrow(expect.objectContaining({ reason: 'invalid-archive' }));
    }
  });

  test('an entry that inflates to more than it says is refused', async () => {
    const content = Buffer.from(zipBytes([{ path: 'manifest.safe', data: new Uint8Array(100_000), deflate: true }]));
    content.writeUInt32LE(50, content.lastIndexOf('PK\x01\x02') + 24);
    const file = await (await zipSceneFiles(sourceOfBytes('x.zip', content))).open('manifest.safe');
    await expect(file && readAll(file)).rejects.toThrow('longer than the 50 bytes announced');
  });

  test('a store that fails is not the archive’s fault', async () => {
    const failing: RangeSource = { name: 'x.zip', size: 1000, read: async () => Promise.reject(new Error('503')) };
    await expect(zipSceneFiles(failing)).rejects.toThrow(/^503$/);
  });

  test('any range of a large deflated entry, in any order and side by side, is what was packed', async () => {
    const data = new Uint8Array(5_000_000).map((_, i) => (i * i) >>> 7);
    const file = await (
      await open([
        { path: 'manifest.safe', data: bytes('m') },
        { path: 'x.tiff', data, deflate: true },
      ])
    ).open('x.tiff');
    const range = fc.tuple(fc.nat(data.length), fc.nat(300_000));
    await fc.assert(
      fc.asyncProperty(fc.array(range, { minLength: 1, maxLength: 6 }), async (ranges) => {
        await Promise.all(
          ranges.map(async ([offset, wished]) => {
            const length = Math.min(wished, data.length - offset);
            const found = await file?.read(offset, length);
            expect(Buffer.compare(found ?? Buffer.alloc(1), data.subarray(offset, offset + length))).toBe(0);
          }),
        );
      }),
      { numRuns: 20 },
    );
  });
});
