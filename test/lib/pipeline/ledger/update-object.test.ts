import { describe, expect, it } from 'vitest';
import { LocalObjectStore } from '../../../../lib/cloud/local/local-object-store.ts';
import { PreconditionFailedError, StoreUnavailableError } from '../../../../lib/cloud/object-store.ts';
import { readLedger, stepLedger } from '../../../../lib/pipeline/ledger/ledger.ts';
import { ContendedKeyError, updateObject } from '../../../../lib/pipeline/ledger/update-object.ts';
import { InvalidDocumentError } from '../../../../lib/product/invalid-document.error.ts';
import { ledgerKey } from '../../../../lib/product/keys.ts';
import type { LedgerRecord } from '../../../../lib/product/ledger-record.ts';
import { failed, inFlight, queued, rejected, reopened } from '../../../../lib/product/ledger-transitions.ts';
import { storeWith } from '../../../support/store-with.ts';
import { temporaryFolder } from '../../cloud/local/temporary-folder.ts';

const bytesOf = (text: string) => new TextEncoder().encode(text);
const openStore = async () => LocalObjectStore.open({ root: await temporaryFolder(), bucket: 'b' });
const textOf = async (store: LocalObjectStore, key: string) => new TextDecoder().decode((await store.get(key))?.bytes);

describe('updateObject', () => {
  it('loses no step of writers that meet', async () => {
    const store = await openStore();
    const append = (letter: string) =>
      updateObject(store, 'k', (current) => bytesOf(new TextDecoder().decode(current?.bytes) + letter));
    await Promise.all([...'abcdefgh'].map(append));
    expect([...(await textOf(store, 'k'))].sort().join('')).toBe('abcdefgh');
  });

  it('leaves the object when there is nothing to write', async () => {
    const store = await openStore();
    await store.put('k', bytesOf('a'));
    const before = await store.head('k');
    await updateObject(store, 'k', () => undefined);
    await updateObject(store, 'absent', () => undefined);
    expect(await store.head('k')).toEqual(before);
    expect(await store.head('absent')).toBeUndefined();
  });

  it('decides anew on what another writer left', async () => {
    const store = await openStore();
    const seen: string[] = [];
    await updateObject(store, 'k', async (current) => {
      seen.push(new TextDecoder().decode(current?.bytes));
      if (seen.length === 1) await store.put('k', bytesOf('other'));
      return bytesOf('mine');
    });
    expect(seen).toEqual(['', 'other']);
    expect(await textOf(store, 'k')).toBe('mine');
  });

  it('gives up on a key that always changes, and passes on other errors', async () => {
    const store = await openStore();
    const failing = (error: Error) => storeWith(store, { put: () => Promise.reject(error) });
    const mine = () => bytesOf('mine');
    await expect(updateObject(failing(new PreconditionFailedError('k')), 'k', mine)).rejects.toThrow(ContendedKeyError);
    await expect(updateObject(failing(new StoreUnavailableError('k')), 'k', mine)).rejects.toThrow(
      StoreUnavailableError,
    );
  });
});

describe('stepLedger', () => {
  const at = new Date('2021-09-01T02:00:00.000Z');
  const product = 'S1A_IW_GRDH_1SDV_20210809T173953_20210809T174018_039156_049F13_6FF8';

  it('begins, goes on from and leaves a record, and answers what stands', async () => {
    const store = await openStore();
    const begun = inFlight(product, at);
    expect(await readLedger(store, product)).toBeUndefined();
    expect(await stepLedger({ store }, product, (record) => record)).toBeUndefined();
    expect(await stepLedger({ store }, product, (record) => record ?? begun)).toEqual(begun);
    const handedOver = await stepLedger({ store }, product, (record) => record && queued(record, at));
    expect(handedOver).toEqual(queued(begun, at));
    expect(await stepLedger({ store }, product, (record) => record)).toEqual(handedOver);
    expect(await readLedger(store, product)).toEqual(handedOver);
  });

  it('counts a product once for each final state that it comes to', async () => {
    const store = await openStore();
    const counted: string[] = [];
    const services = { store, metrics: { add: (name: string) => void counted.push(name) } };
    const reject = (record?: LedgerRecord) => rejected(record ?? inFlight(product, at), 'no-ndvi', 'none', at);
    await stepLedger(services, product, () => inFlight(product, at));
    await stepLedger(services, product, reject);
    await stepLedger(services, product, reject);
    await stepLedger(services, product, (record) => record && reopened(record, at));
    await stepLedger(services, product, (record) => record && failed(record, 'f', 'it broke', at));
    expect(counted).toEqual(['ScenesRejected', 'ScenesFailed']);
  });

  it('names a record that cannot be read', async () => {
    const store = await openStore();
    await store.put(ledgerKey(product), bytesOf('{"state":"lost"}'));
    await expect(readLedger(store, product)).rejects.toThrow(InvalidDocumentError);
    await expect(readLedger(store, product)).rejects.toThrow(ledgerKey(product));
  });
});
