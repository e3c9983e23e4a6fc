import { mkdtempDisposable } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test, vi } from 'vitest';
import { LocalObjectStore } from '../../../../lib/cloud/local/local-object-store.ts';
import type { ListedObject } from '../../../../lib/cloud/object-store.ts';
import { productOfLocation, sceneInStore } from '../../../../lib/pipeline/sources/scene-in-store.ts';

test.each([
  ['scenes/S1A_IW_6FF8.SAFE', 'S1A_IW_6FF8'],
  ['scenes/S1A_IW_6FF8.zip', 'S1A_IW_6FF8'],
  ['scenes/S1A_IW_6FF8.SAFE.zip', 'S1A_IW_6FF8'],
  ['scenes/S1A_IW_6FF8_COG.SAFE', 'S1A_IW_6FF8_COG'],
  ['GRD/2021/8/9/IW/DV/S1A_IW_6FF8', 'S1A_IW_6FF8'],
  ['S1A_IW_6FF8', 'S1A_IW_6FF8'],
  ['scenes/holiday.zipper', 'holiday.zipper'],
])('%s holds the product %s', (location, product) => {
  expect(productOfLocation(location)).toBe(product);
});

test('a prefix of far more than one product is not listed to its end', async () => {
  let listed = 0;
  const many = async function* (prefix: string): AsyncIterable<ListedObject> {
    for (; listed < 1_000_000; listed++) yield { key: `${prefix}${listed}`, size: 1, etag: '', modified: new Date(0) };
  };
  await using folder = await mkdtempDisposable(join(tmpdir(), 's2mp-scene-in-store-'));
  const store = await LocalObjectStore.open({ root: folder.path, bucket: 'b' });
  vi.spyOn(store, 'list').mockImplementation(many);
  await expect(sceneInStore(store, 'GRD/2021')).rejects.toMatchObject({
    name: 'InputError',
    reason: 'invalid-message',
    message:
      'b/GRD/2021/: more than 1000 objects lie below it, and a product has about 30. Name the folder of one product.',
  });
  expect(listed).toBe(1000);
});
