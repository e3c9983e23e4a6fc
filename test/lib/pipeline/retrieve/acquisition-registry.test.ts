import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { LocalObjectStore } from '../../../../lib/cloud/local/local-object-store.ts';
import { isRegistered, registerAcquisition } from '../../../../lib/pipeline/retrieve/acquisition-registry.ts';
import type { Acquisition } from '../../../../lib/product/acquisition.ts';
import { temporaryFolder } from '../../cloud/local/temporary-folder.ts';

const openStore = async () => LocalObjectStore.open({ root: await temporaryFolder(), bucket: 'b' });
const START_US = Date.UTC(2021, 7, 9, 17, 39, 53) * 1000;
const slice = (shiftS: number, change: Partial<Acquisition> = {}): Acquisition => ({
  platform: 'S1A',
  absoluteOrbit: 39_156,
  dataTakeId: 0x049f13,
  startUs: START_US + shiftS * 1e6,
  stopUs: START_US + (shiftS + 25) * 1e6,
  ...change,
});
const ID = 'S1A_IW_20210809T173953_039156_049F13';

describe('registerAcquisition', () => {
  it.each<[string, Acquisition, string]>([
    ['the same again', slice(0), ID],
    ['a re-sliced version', slice(5), ID],
    ['an earlier re-sliced version', slice(-12), ID],
    ['the next slice', slice(25), 'S1A_IW_20210809T174018_039156_049F13'],
    ['one that shares half of it', slice(12.5), 'S1A_IW_20210809T174005_039156_049F13'],
    ['another data take', slice(0, { dataTakeId: 1 }), 'S1A_IW_20210809T173953_039156_000001'],
    ['another satellite', slice(0, { platform: 'S1C' }), 'S1C_IW_20210809T173953_039156_049F13'],
  ])('%s', async (_, second, expected) => {
    const store = await openStore();
    expect(await isRegistered(store, slice(0))).toBe(false);
    expect(await registerAcquisition(store, slice(0))).toBe(ID);
    expect(await isRegistered(store, slice(0))).toBe(true);
    expect(await isRegistered(store, second)).toBe(expected === ID);
    expect(await registerAcquisition(store, second)).toBe(expected);
    expect(await registerAcquisition(store, slice(0))).toBe(ID);
  });

  it('gives versions that come together one id, and slices their own', async () => {
    const shifts = fc.uniqueArray(fc.constantFrom(0, 3, -4, 25, 28, 50, 47), { minLength: 2 });
    await fc.assert(
      fc.asyncProperty(shifts, async (order) => {
        const store = await openStore();
        const ids = await Promise.all(order.map((shift) => registerAcquisition(store, slice(shift))));
        const slices = new Map<number, Set<string>>();
        order.forEach((shift, i) => {
          const number = Math.round(shift / 25);
          slices.set(number, (slices.get(number) ?? new Set()).add(ids[i] ?? ''));
        });
        expect([...slices.values()].map((names) => names.size)).toEqual([...slices].map(() => 1));
        expect(new Set(ids).size).toBe(slices.size);
      }),
      { numRuns: 20 },
    );
  });
});
