import { describe, expect, it } from 'vitest';
import { LocalObjectStore } from '../../../../lib/cloud/local/local-object-store.ts';
import { makeLive, readLive } from '../../../../lib/pipeline/retrieve/make-live.ts';
import { encodeDocument } from '../../../../lib/product/json-document.ts';
import { itemKey } from '../../../../lib/product/keys.ts';
import { stacItem } from '../../../../lib/product/stac-item.ts';
import { storeWith } from '../../../support/store-with.ts';
import { temporaryFolder } from '../../cloud/local/temporary-folder.ts';
import { DESCRIPTION } from '../../product/sample-item.ts';

const { collection, item: ID } = DESCRIPTION;
const KEY = itemKey(collection, ID);
const openStore = async () => LocalObjectStore.open({ root: await temporaryFolder(), bucket: 'b' });

/** A version of one item, of a source with this suffix that was processed this many minutes later than the first. */
function version(suffix: string, minutes: number, run = suffix.toLowerCase()) {
  const product = `${DESCRIPTION.source.product.slice(0, -4)}${suffix}`;
  const source = { product, processedUs: DESCRIPTION.source.processedUs + minutes * 60e6 };
  const item = stacItem({ ...DESCRIPTION, run: run.padEnd(64, '0'), source: { ...DESCRIPTION.source, ...source } });
  return { item, source };
}
const OLD = version('00AA', 0);
const NEW = version('00BB', 60);
const unexpected = () => Promise.reject(new Error('nothing is replaced here'));

describe('makeLive', () => {
  it('puts the first version, byte for byte', async () => {
    const store = await openStore();
    expect(await readLive(store, collection, ID)).toBeUndefined();
    expect(await makeLive(store, OLD.item, OLD.source, unexpected)).toBeUndefined();
    expect(await readLive(store, collection, ID)).toMatchObject({
      item: ID,
      run: OLD.item.properties['s2mp:run'],
      source: OLD.source,
      bytes: encodeDocument(OLD.item),
    });
  });

  it('replaces a lesser source, having said so before', async () => {
    const store = await openStore();
    await makeLive(store, OLD.item, OLD.source, unexpected);
    const before: unknown[] = [];
    const said = async (product: string) => {
      before.push(product, (await readLive(store, collection, ID))?.source.product);
    };
    expect(await makeLive(store, NEW.item, NEW.source, said)).toBeUndefined();
    expect(before).toEqual([OLD.source.product, OLD.source.product]);
    expect((await readLive(store, collection, ID))?.source).toEqual(NEW.source);
  });

  it('leaves a better source, and answers it', async () => {
    const store = await openStore();
    await makeLive(store, NEW.item, NEW.source, unexpected);
    expect(await makeLive(store, OLD.item, OLD.source, unexpected)).toMatchObject({ source: NEW.source });
    expect((await readLive(store, collection, ID))?.source).toEqual(NEW.source);
  });

  it('of two processed at one time takes the greater suffix', async () => {
    const store = await openStore();
    const [small, great] = [version('0FFF', 0), version('1000', 0)];
    await makeLive(store, great.item, great.source, unexpected);
    expect(await makeLive(store, small.item, small.source, unexpected)).toMatchObject({ source: great.source });
  });

  it('replaces another run of the same source without a word, and leaves the same run', async () => {
    const store = await openStore();
    await makeLive(store, OLD.item, OLD.source, unexpected);
    const before = await store.head(KEY);
    await makeLive(store, OLD.item, OLD.source, unexpected);
    expect(await store.head(KEY)).toEqual(before);
    const again = version('00AA', 0, 'c');
    await makeLive(store, again.item, again.source, unexpected);
    expect((await readLive(store, collection, ID))?.run).toBe('c'.padEnd(64, '0'));
  });

  it('yields to a better source that comes in between', async () => {
    const store = await openStore();
    let reads = 0;
    const racing = storeWith(store, {
      get: async (key) => {
        const object = await store.get(key);
        if (++reads === 1) await makeLive(store, NEW.item, NEW.source, unexpected);
        return object;
      },
    });
    expect(await makeLive(racing, OLD.item, OLD.source, unexpected)).toMatchObject({ source: NEW.source });
    expect((await readLive(store, collection, ID))?.source).toEqual(NEW.source);
  });

  it('lets the better of many win, whoever comes last', async () => {
    const store = await openStore();
    const versions = [3, 1, 4, 0, 2].map((minutes) => version(`000${minutes}`, minutes));
    await Promise.all(versions.map(({ item, source }) => makeLive(store, item, source, async () => {})));
    expect((await readLive(store, collection, ID))?.source.processedUs).toBe(DESCRIPTION.source.processedUs + 4 * 60e6);
  });
});
