import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { BoundingBox } from '../../../../lib/grid/grid-window.ts';
import { cutToAreas } from '../../../../lib/pipeline/retrieve/cut-to-areas.ts';

const areas = (...boxes: BoundingBox[]) => boxes.map((bbox) => ({ bbox }));

describe('cutToAreas', () => {
  it.each<[string, BoundingBox, BoundingBox[], BoundingBox | undefined]>([
    ['an area inside', [0, 40, 4, 44], [[1, 41, 2, 42]], [1, 41, 2, 42]],
    ['an area around', [0, 40, 4, 44], [[-10, 30, 10, 50]], [0, 40, 4, 44]],
    ['a part', [0, 40, 4, 44], [[3, 43, 9, 50]], [3, 43, 4, 44]],
    [
      'the box around two',
      [0, 40, 4, 44],
      [
        [0, 40, 1, 41],
        [3, 42, 9, 43],
      ],
      [0, 40, 4, 43],
    ],
    ['nothing', [0, 40, 4, 44], [[5, 40, 6, 44]], undefined],
    ['an edge alone', [0, 40, 4, 44], [[4, 40, 6, 44]], undefined],
    ['across 180°, in the turn of the scene', [178, -18, 182, -16], [[-180, -17, -179, -16]], [180, -17, 181, -16]],
    ['a scene west of −180', [-182, -18, -178, -16], [[179, -18, 181, -17]], [-181, -18, -179, -17]],
    ['the whole globe for a scene across 180°', [178, -18, 182, -16], [[-180, -90, 180, 90]], [178, -18, 182, -16]],
  ])('%s', (_, box, list, expected) => {
    expect(cutToAreas(box, areas(...list))).toEqual(expected);
  });

  it('never leaves the scene, whatever the order of the areas', () => {
    const box = fc
      .tuple(fc.integer({ min: -179, max: 170 }), fc.integer({ min: -89, max: 80 }), fc.integer({ min: 1, max: 9 }))
      .map(([x, y, size]): BoundingBox => [x, y, x + size, y + size]);
    fc.assert(
      fc.property(box, fc.array(box, { minLength: 1, maxLength: 5 }), (scene, list) => {
        const cut = cutToAreas(scene, areas(...list));
        expect(cutToAreas(scene, areas(...list.toReversed()))).toEqual(cut);
        if (!cut) return;
        expect(cut[0]).toBeGreaterThanOrEqual(scene[0]);
        expect(cut[1]).toBeGreaterThanOrEqual(scene[1]);
        expect(cut[2]).toBeLessThanOrEqual(scene[2]);
        expect(cut[3]).toBeLessThanOrEqual(scene[3]);
      }),
    );
  });
});
