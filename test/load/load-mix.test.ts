import { describe, expect, test } from 'vitest';
import { createLoadMix, type LoadArrival, scenesOfMix } from './load-mix.ts';
import type { LoadScene } from './load-scenes.ts';

const OPTIONS = { arrivals: 1000, seed: 4 };
const scenes = Array.from({ length: scenesOfMix(OPTIONS) }, (_, i): LoadScene => {
  const product = `S1A_IW_GRDH_1SSV_20210821T17${String(i).padStart(4, '0')}_B_C_D_E`;
  return { product, files: async () => new Map() };
});
const mix = createLoadMix(OPTIONS, scenes);

const nameOf = (arrival: LoadArrival) => (arrival.kind === 'message' ? arrival.body : arrival.source.product);

describe('a load mix', () => {
  test('has a tenth of duplicates and a twentieth of poison', () => {
    const kinds = Object.groupBy(mix.arrivals, ({ kind }) => kind);
    const counts = Object.fromEntries(Object.entries(kinds).map(([kind, arrivals]) => [kind, arrivals.length]));
    expect(counts).toEqual({ upload: 892, event: 50, 'upload-again': 50, message: 8 });
    expect(mix.scenes.filter(({ poison }) => poison !== undefined)).toHaveLength(42);
    expect(mix.scenes.filter(({ state }) => state === 'produced')).toHaveLength(850);
    expect(mix.nameless).toBe(8);
  });

  test('spoils scenes in every way', () => {
    const ways = Map.groupBy(
      mix.scenes.filter(({ poison }) => poison !== undefined),
      ({ poison, state }) => `${poison}: ${state}`,
    );
    expect([...ways.keys()].toSorted()).toEqual([
      'HH by name: rejected(no-vv)',
      'a calibration without vectors: rejected(invalid-calibration)',
      'a manifest that is cut off: rejected(invalid-manifest)',
      'a measurement that is cut off, with a manifest that agrees: rejected(invalid-measurement)',
      'a place outside of all areas: rejected(outside-areas)',
      'a zip that is cut off: rejected(invalid-archive)',
      'a zip that is none: rejected(invalid-archive)',
      'an EW image under the name of IW: rejected(unsupported-product)',
      'an EW product: rejected(unsupported-product)',
      'an annotation that is cut off: rejected(invalid-annotation)',
      'an image of nothing but zeros: rejected(no-valid-pixels)',
    ]);
  });

  test('brings nothing twice before it was there, and counts how often it comes', () => {
    const times = new Map<string, number>();
    for (const arrival of mix.arrivals) {
      const name = nameOf(arrival);
      const before = times.get(name) ?? 0;
      const isFirst = arrival.kind === 'upload' || arrival.kind === 'message';
      expect(isFirst ? before === 0 : before > 0).toBe(true);
      times.set(name, before + 1);
    }
    expect(mix.scenes.map(({ product }) => times.get(product))).toEqual(mix.scenes.map(({ arrivals }) => arrivals));
    expect(times.size).toBe(mix.scenes.length + mix.nameless);
  });

  test('is in the order of its times, from 0 to 1', () => {
    const times = mix.arrivals.map(({ at }) => at);
    expect(times).toEqual(times.toSorted((a, b) => a - b));
    expect(times.every((at) => at >= 0 && at <= 1)).toBe(true);
  });

  test('is the same for the same seed and another for another', () => {
    const names = (of: typeof mix) => of.arrivals.map((arrival) => `${arrival.kind} ${nameOf(arrival)} ${arrival.at}`);
    expect(names(createLoadMix(OPTIONS, scenes))).toEqual(names(mix));
    expect(names(createLoadMix({ ...OPTIONS, seed: 5 }, scenes))).not.toEqual(names(mix));
  });

  test('says how many scenes it needs', () => {
    expect(() => createLoadMix(OPTIONS, scenes.slice(1))).toThrow('the mix needs 892 scenes, 891 are there');
  });
});
