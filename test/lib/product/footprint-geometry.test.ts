import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Position, signedArea } from '../../../lib/product/clip-ring.ts';
import { footprintGeometry, ringsOf } from '../../../lib/product/footprint-geometry.ts';
import { notificationCells } from '../../../lib/product/notification-cells.ts';

/** A parallelogram such as a scene: unwrapped, closed, in either direction. */
const outline = fc
  .record({
    west: fc.double({ min: -539, max: 535, noNaN: true }),
    south: fc.double({ min: -75, max: 70, noNaN: true }),
    width: fc.double({ min: 0.05, max: 8, noNaN: true }),
    height: fc.double({ min: 0.05, max: 4, noNaN: true }),
    lean: fc.double({ min: -0.5, max: 0.5, noNaN: true }),
    isClockwise: fc.boolean(),
  })
  .map(({ west, south, width, height, lean, isClockwise }) => {
    const ring: Position[] = [
      [west, south],
      [west + width, south + lean],
      [west + width + lean, south + height + lean],
      [west + lean, south + height],
      [west, south],
    ];
    return isClockwise ? ring.reverse() : ring;
  });

describe('footprintGeometry', () => {
  it('is closed, counter-clockwise, within the globe, and keeps the area', () => {
    fc.assert(
      fc.property(outline, (ring) => {
        const { geometry, bbox } = footprintGeometry(ring);
        const rings = ringsOf(geometry);
        let area = 0;
        for (const part of rings) {
          expect(part.at(-1)).toEqual(part[0]);
          expect(signedArea(part.slice(0, -1))).toBeGreaterThan(0);
          for (const [lon, lat] of part) {
            expect(Math.abs(lon)).toBeLessThanOrEqual(180);
            expect(lat).toBeGreaterThanOrEqual(bbox[1]);
            expect(lat).toBeLessThanOrEqual(bbox[3]);
          }
          area += signedArea(part.slice(0, -1));
        }
        expect(area).toBeCloseTo(Math.abs(signedArea(ring.slice(0, -1))), 3);
        expect(bbox[0] > bbox[2]).toBe(rings.length === 2);
      }),
    );
  });

  it('splits at the antimeridian', () => {
    const ring: Position[] = [
      [-181, 10],
      [-181, 12],
      [-179, 12],
      [-179, 10],
      [-181, 10],
    ];
    expect(footprintGeometry(ring)).toEqual({
      geometry: {
        type: 'MultiPolygon',
        coordinates: [
          [
            [
              [180, 10],
              [180, 12],
              [179, 12],
              [179, 10],
              [180, 10],
            ],
          ],
          [
            [
              [-180, 10],
              [-179, 10],
              [-179, 12],
              [-180, 12],
              [-180, 10],
            ],
          ],
        ],
      },
      bbox: [179, 10, -179, 12],
    });
  });

  it('refuses an outline without an area', () => {
    const line: Position[] = [
      [1, 1],
      [2, 2],
      [1, 1],
    ];
    expect(() => footprintGeometry(line)).toThrow(/no area/);
  });
});

describe('notificationCells', () => {
  const cellsOf = (ring: Position[]) => notificationCells(footprintGeometry(ring).geometry);
  const box = (west: number, south: number, east: number, north: number): Position[] => [
    [west, south],
    [east, south],
    [east, north],
    [west, north],
    [west, south],
  ];

  it.each([
    ['inside one cell', box(3.1, 43.4, 4.3, 44.1), ['N40E000/N40E000']],
    ['over four', box(4, 44, 6, 46), ['N40E000/N40E000', 'N40E000/N40E005', 'N40E000/N45E000', 'N40E000/N45E005']],
    ['up to the edge of the next', box(3, 43, 5, 45), ['N40E000/N40E000']],
    ['south-west of zero', box(-0.5, -0.5, -0.1, -0.1), ['S10W010/S05W005']],
    ['across the antimeridian', box(179, -17, 181, -16), ['S20E170/S20E175', 'S20W180/S20W180']],
  ])('of a scene %s', (_, ring, cells) => {
    expect(cellsOf(ring)).toEqual(cells);
  });

  it('leaves out a cell that only the box of a leaning scene touches', () => {
    const leaning: Position[] = [
      [0.1, 40.1],
      [4.9, 40.1],
      [7, 44.9],
      [5.1, 44.9],
      [0.1, 40.1],
    ];
    expect(cellsOf(leaning)).toEqual(['N40E000/N40E000', 'N40E000/N40E005']);
    const narrow: Position[] = [
      [4, 44],
      [5.9, 44],
      [4, 45.9],
      [4, 44],
    ];
    expect(cellsOf(narrow)).not.toContain('N40E000/N45E005');
  });

  it('are few for any scene up to 75 degrees', () => {
    fc.assert(
      fc.property(outline, (ring) => {
        const cells = cellsOf(ring);
        expect(cells.length).toBeGreaterThanOrEqual(1);
        expect(cells.length).toBeLessThanOrEqual(9);
      }),
    );
  });
});
