import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createQuadFiller } from './quad-filler.ts';

const SAMPLES = 40;
const LINES = 40;
const ones = new Uint16Array(SAMPLES * LINES).fill(1);

/** Corners of an N × N mesh, each moved by up to `jitter` of its spacing, and its quadrilaterals' total per sample. */
function mesh(n: number, jitter: readonly number[], spacing: number, turn: number) {
  const corners = new Float64Array(2 * (n + 1) ** 2);
  const [c, s] = [Math.cos(turn), Math.sin(turn)];
  for (let i = 0; i <= n; i++) {
    for (let j = 0; j <= n; j++) {
      const k = i * (n + 1) + j;
      const y = (i - n / 2 + (jitter[2 * k] ?? 0)) * spacing;
      const x = (j - n / 2 + (jitter[2 * k + 1] ?? 0)) * spacing;
      // Off the middle by odd fractions, so that no sample lies on the rim, where one edge and its parts may round apart.
      corners[2 * k] = LINES / 2 + 0.1234 + y * c - x * s;
      corners[2 * k + 1] = SAMPLES / 2 + 0.4321 + y * s + x * c;
    }
  }
  return corners;
}

function quads(n: number): [number, number, number, number][] {
  const list: [number, number, number, number][] = [];
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < n; j++) {
      const nw = i * (n + 1) + j;
      list.push([nw, nw + 1, nw + n + 2, nw + n + 1]);
    }
  }
  return list;
}

test('a mesh of any quadrilaterals that do not fold uses each sample under it exactly once', () => {
  const n = 4;
  const jitter = fc.array(fc.double({ min: -0.24, max: 0.24, noNaN: true }), { minLength: 50, maxLength: 50 });
  fc.assert(
    fc.property(
      jitter,
      fc.double({ min: 1, max: 8, noNaN: true }),
      fc.double({ min: 0, max: 7, noNaN: true }),
      (move, spacing, turn) => {
        const corners = mesh(n, move, spacing, turn);
        const seen = new Uint8Array(SAMPLES * LINES);
        const out = new Float64Array(2);
        for (let i = 0; i < seen.length; i++) {
          if (i % 37 !== 0) continue; // a filler per sample is slow: one in 37 is looked at
          const only = new Uint16Array(SAMPLES * LINES);
          only[i] = 3;
          const filler = createQuadFiller({ dn: only, firstLine: 0, lines: LINES, samples: SAMPLES });
          for (const [a, b, c, d] of quads(n)) {
            filler.sum(corners, a, b, c, d, out);
            expect(out[0]).toBe(9 * (out[1] ?? 0));
            seen[i] = (seen[i] ?? 0) + (out[1] ?? 0);
          }
          expect(seen[i]).toBeLessThanOrEqual(1);
        }
        // The whole mesh as one polygon has as many samples as its parts together.
        const filler = createQuadFiller({ dn: ones, firstLine: 0, lines: LINES, samples: SAMPLES });
        let parts = 0;
        for (const [a, b, c, d] of quads(n)) {
          filler.sum(corners, a, b, c, d, out);
          parts += out[1] ?? 0;
        }
        const straight = mesh(
          n,
          move.map((m, k) => (isRim(Math.floor(k / 2), n) ? 0 : m)),
          spacing,
          turn,
        );
        let inside = 0;
        for (const [a, b, c, d] of quads(n)) {
          filler.sum(straight, a, b, c, d, out);
          inside += out[1] ?? 0;
        }
        const rim = [0, n, (n + 1) ** 2 - 1, n * (n + 1)] as const;
        filler.sum(straight, ...rim, out);
        expect(inside).toBe(out[1]);
        expect(parts).toBeGreaterThan(0);
      },
    ),
    { numRuns: 60 },
  );
});

function isRim(k: number, n: number): boolean {
  const [i, j] = [Math.floor(k / (n + 1)), k % (n + 1)];
  return i === 0 || j === 0 || i === n || j === n;
}

test('the sums of a quadrilateral are those of the samples inside it, zeros not counted', () => {
  const dn = Uint16Array.from({ length: SAMPLES * LINES }, (_, i) => (i % 3 === 0 ? 0 : i % 65_536));
  const filler = createQuadFiller({ dn, firstLine: 0, lines: LINES, samples: SAMPLES });
  const corners = Float64Array.of(9.5, 4.5, 9.5, 14.5, 19.5, 14.5, 19.5, 4.5);
  let [power, count] = [0, 0];
  for (let line = 10; line < 20; line++) {
    for (let sample = 5; sample < 15; sample++) {
      const value = dn[line * SAMPLES + sample] ?? 0;
      power += value * value;
      count += value === 0 ? 0 : 1;
    }
  }
  const out = new Float64Array(2);
  filler.sum(corners, 0, 1, 2, 3, out);
  expect([...out]).toEqual([power, count]);
  filler.sum(corners, 2, 1, 0, 3, out); // the other way round
  expect([...out]).toEqual([power, count]);
});

test('the largest values add up exactly', () => {
  const dn = new Uint16Array(SAMPLES * LINES).fill(65_535);
  const out = new Float64Array(2);
  createQuadFiller({ dn, firstLine: 0, lines: LINES, samples: SAMPLES }).sum(
    Float64Array.of(-1, -1, -1, 50, 50, 50, 50, -1),
    0,
    1,
    2,
    3,
    out,
  );
  expect([...out]).toEqual([65_535 ** 2 * SAMPLES * LINES, SAMPLES * LINES]);
});

test('parts in several bands add up to the whole, whatever the shape', () => {
  const dn = Uint16Array.from({ length: SAMPLES * LINES }, (_, i) => (i * 7919) % 1000);
  const whole = createQuadFiller({ dn, firstLine: 0, lines: LINES, samples: SAMPLES });
  const corner = fc.double({ min: -5, max: 45, noNaN: true });
  fc.assert(
    fc.property(
      fc.array(corner, { minLength: 8, maxLength: 8 }),
      fc.integer({ min: 1, max: LINES - 1 }),
      (points, cut) => {
        const corners = Float64Array.from(points);
        const upper = createQuadFiller({
          dn: dn.subarray(0, cut * SAMPLES),
          firstLine: 0,
          lines: cut,
          samples: SAMPLES,
        });
        const lower = createQuadFiller({
          dn: dn.subarray(cut * SAMPLES),
          firstLine: cut,
          lines: LINES - cut,
          samples: SAMPLES,
        });
        const [all, a, b] = [new Float64Array(2), new Float64Array(2), new Float64Array(2)];
        whole.sum(corners, 0, 1, 2, 3, all);
        upper.sum(corners, 0, 1, 2, 3, a);
        lower.sum(corners, 0, 1, 2, 3, b);
        expect([(a[0] ?? 0) + (b[0] ?? 0), (a[1] ?? 0) + (b[1] ?? 0)]).toEqual([...all]);
      },
    ),
  );
});

test('corners that are not known have no samples', () => {
  const out = new Float64Array(2);
  const filler = createQuadFiller({ dn: ones, firstLine: 0, lines: LINES, samples: SAMPLES });
  filler.sum(Float64Array.of(5, 5, 5, 15, Number.NaN, 15, 15, 5), 0, 1, 2, 3, out);
  expect([...out]).toEqual([0, 0]);
});
