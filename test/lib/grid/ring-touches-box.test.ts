import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { BoundingBox } from '../../../lib/grid/grid-window.ts';
import { type Ring, ringTouchesBox } from '../../../lib/grid/ring-touches-box.ts';

const BOX: BoundingBox = [3, 43, 5, 44];
const ringOf = ([west, south, east, north]: BoundingBox): Ring => [
  [west, south],
  [east, south],
  [east, north],
  [west, north],
];

describe('ringTouchesBox', () => {
  it.each<[string, Ring, boolean]>([
    ['the box itself', ringOf(BOX), true],
    ['a ring inside', ringOf([3.5, 43.2, 4, 43.5]), true],
    ['a ring around', ringOf([0, 40, 10, 50]), true],
    ['a ring across without a corner in the other', ringOf([3.5, 40, 4, 50]), true],
    [
      'a tilted ring that cuts a corner',
      [
        [2, 43.2],
        [4, 44.6],
        [3, 45],
        [2, 45],
      ],
      true,
    ],
    [
      'a tilted ring that misses the corner, though its own box meets it',
      [
        [2, 44.2],
        [3.5, 45],
        [2, 45],
      ],
      false,
    ],
    ['a ring beside', ringOf([5.1, 43, 6, 44]), false],
    ['a ring in another turn', ringOf([363.5, 43.2, 364, 43.5]), true],
    ['no positions', [], false],
  ])('%s', (_, ring, touches) => {
    expect(ringTouchesBox(ring, BOX)).toBe(touches);
    expect(ringTouchesBox([...ring].reverse(), BOX)).toBe(touches);
  });

  it('follows a ring across the antimeridian, whose longitudes jump', () => {
    const scene: Ring = [
      [178, -18],
      [-179, -18],
      [-179, -16],
      [178, -16],
      [178, -18],
    ];
    expect(ringTouchesBox(scene, [179, -17.5, 181, -17])).toBe(true);
    expect(ringTouchesBox(scene, [-179.5, -17.5, -179.2, -17])).toBe(true);
    expect(ringTouchesBox(scene, [-178, -17.5, 177, -17])).toBe(false);
  });

  it('agrees with the overlap of boxes, in any turn and from any corner on', () => {
    const degrees = fc.integer({ min: -80, max: 80 });
    const box = fc
      .tuple(degrees, degrees, fc.integer({ min: 1, max: 30 }), fc.integer({ min: 1, max: 30 }))
      .map(([x, y, w, h]): BoundingBox => [x, Math.min(y, 50), x + w, Math.min(y, 50) + h]);
    const turn = fc.constantFrom(-360, 0, 360);
    fc.assert(
      fc.property(box, box, turn, fc.nat({ max: 3 }), (a, b, shift, start) => {
        const corners = ringOf(a).map(([lon, lat]) => [lon + shift, lat] as const);
        const ring = [...corners.slice(start), ...corners.slice(0, start)];
        const [west, south, east, north] = [
          Math.max(a[0], b[0]),
          Math.max(a[1], b[1]),
          Math.min(a[2], b[2]),
          Math.min(a[3], b[3]),
        ];
        // Sharing an edge alone is of no consequence either way.
        fc.pre(west !== east && south !== north);
        expect(ringTouchesBox(ring, b)).toBe(west < east && south < north);
      }),
    );
  });
});
