import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Annotation } from '../../../lib/sentinel1/annotation.ts';
import { geolocateCsv } from '../../../lib/sentinel1/geolocate-csv.ts';
import { placeOnGeolocationGrid } from '../../../lib/sentinel1/geolocation-grid.ts';
import { createIndependentSolver } from './independent-geolocation.ts';
import { realAnnotations } from './real-products.ts';
import { PATHS, seenAt, syntheticAnnotation } from './synthetic-orbit.ts';

const HEADER = 'line,pixel,incidence,slant_range_m,azimuth_time';

async function run(pieces: Iterable<string>, annotation: Annotation): Promise<string> {
  let text = '';
  for await (const rows of geolocateCsv(pieces, annotation)) text += rows;
  return text;
}

/** Places over the whole image, its borders and 2 km beyond, each at five heights: 3 150 points. */
function densePoints(annotation: Annotation): [number, number, number][] {
  const { lines, samples } = annotation;
  const points: [number, number, number][] = [];
  for (let i = 0; i <= 29; i++) {
    for (let j = 0; j <= 20; j++) {
      const [lon, lat] = placeOnGeolocationGrid(annotation, ((lines - 1) * i) / 29, ((samples - 1) * j) / 20);
      const outwards = [i === 0 ? 0.02 : i === 29 ? -0.02 : 0, j === 0 ? 0.02 : j === 20 ? -0.02 : 0] as const;
      for (const height of [-100, 0, 437.25, 1500, 3000]) points.push([lon + outwards[1], lat + outwards[0], height]);
    }
  }
  return points;
}

// Downlinked vectors are the hard case: their velocities disagree with the motion of their positions by 0.4 m along
// the orbit, so ways of interpolating them differ by 0.02 to 0.06 line.
describe.skipIf(realAnnotations.length === 0)('rows against a solver written for this test', () => {
  test.each(realAnnotations)('$product (IPF $ipf)', async ({ annotation }) => {
    const points = densePoints(annotation);
    const rows = (await run([points.map((point) => point.join(',')).join('\n')], annotation)).trimEnd().split('\n');
    expect(rows.shift()).toBe(HEADER);
    const solve = createIndependentSolver(annotation);
    const worst = { line: 0, pixel: 0, incidence: 0, range: 0, time: 0 };
    let inside = 0;
    for (const [i, point] of points.entries()) {
      const [line = '', pixel = '', incidence = '', range = '', time = ''] = rows[i]?.split(',') ?? [];
      const solution = solve(...point);
      const second = new Date(Date.parse(`${time.slice(0, 19)}Z`));
      const timeS = (second.getTime() * 1000 - annotation.firstLineTimeUs) / 1e6 + Number(time.slice(19, -1));
      worst.line = Math.max(worst.line, Math.abs(Number(line) - solution.line));
      worst.pixel = Math.max(worst.pixel, Math.abs(Number(pixel) - solution.pixel));
      worst.incidence = Math.max(worst.incidence, Math.abs(Number(incidence) - solution.incidenceDeg));
      worst.range = Math.max(worst.range, Math.abs(Number(range) - solution.slantRangeM));
      worst.time = Math.max(worst.time, Math.abs(timeS - solution.azimuthTimeS));
      const isInside = solution.pixel >= 0 && solution.pixel < annotation.samples;
      if (isInside && solution.line >= 0 && solution.line < annotation.lines) inside++;
    }
    expect(rows).toHaveLength(3150);
    expect(inside).toBeGreaterThan(2300);
    expect(worst.line).toBeLessThan(0.04);
    expect(worst.time).toBeLessThan(0.04 * annotation.azimuthTimeIntervalS);
    expect(worst.pixel).toBeLessThan(0.1);
    expect(worst.range).toBeLessThan(0.01);
    expect(worst.incidence).toBeLessThan(2e-6);
  });
});

describe('the text that goes in', () => {
  const annotation = syntheticAnnotation(PATHS.ascending, 2000, 1000);
  const { lon, lat } = seenAt(PATHS.ascending, 0.75, 815_000, 250);
  const point = `${lon},${lat},250`;

  test('header, byte-order mark, blank lines, line ends and blanks change nothing', async () => {
    const expected = await run([`${point}\n${point}\n`], annotation);
    const [header, row, again, end, ...rest] = expected.split('\n');
    expect([header, again, end, rest]).toEqual([HEADER, row, '', []]);
    expect(row).toMatch(/^\d+\.\d{4},\d+\.\d{4},\d+\.\d{6},815000\.000\d,2021-08-09T17:39:53\.903\d{6}Z$/);
    for (const text of [
      `lon,lat,height\n${point}\n${point}`,
      `\uFEFFlon,lat,height\r\n${point}\r\n\r\n  \r\n${point}\r\n`,
      `\n"longitude (deg)", "latitude (deg)", "h (m)"\n ${point.replaceAll(',', ' , ')} \n${point}\n\n`,
      `${point}\n+${lon},${lat / 10}e1,2.5E2`,
    ]) {
      expect(await run([text], annotation)).toBe(expected);
    }
  });

  test('no point at all is a header alone', async () => {
    expect(await run([''], annotation)).toBe(`${HEADER}\n`);
    expect(await run(['lon,lat,height\n'], annotation)).toBe(`${HEADER}\n`);
  });

  test('a point that the scene cannot see is a row of empty fields in its place', async () => {
    const rows = (await run([`${point}\n${lon},${lat - 20},0\n${lon + 180},${-lat},0\n${point}`], annotation)).split(
      '\n',
    );
    expect(rows).toEqual([HEADER, rows[1], ',,,,', ',,,,', rows[1], '']);
  });

  test('however the text is cut into pieces, the same comes out', async () => {
    const text = `lon,lat,height\r\n${Array.from({ length: 20 }, (_, i) => `${lon},${lat},${i * 50}\r\n`).join('')}`;
    const whole = await run([text], annotation);
    await fc.assert(
      fc.asyncProperty(fc.array(fc.nat(text.length), { maxLength: 12 }), async (cuts) => {
        const at = [0, ...cuts, text.length].sort((a, b) => a - b);
        expect(
          await run(
            at.map((cut, i) => text.slice(cut, at[i + 1] ?? cut)),
            annotation,
          ),
        ).toBe(whole);
      }),
    );
  });

  test('what stands before a wrong line is answered', async () => {
    let text = '';
    const failing = (async () => {
      for await (const rows of geolocateCsv([`${point}\nx\n`], annotation)) text += rows;
    })();
    await expect(failing).rejects.toThrow('line 2 of the points, "x": three numbers are needed: lon,lat,height.');
    expect(text.split('\n')).toHaveLength(3);
  });

  test.each([
    ['lat,lon,height', 'three numbers are needed: lon,lat,height'],
    ['1,2', 'three numbers are needed: lon,lat,height'],
    ['1,2,3,4', 'three numbers are needed: lon,lat,height'],
    ['1;2;3', 'three numbers are needed: lon,lat,height'],
    ['1,2,', 'three numbers are needed: lon,lat,height'],
    ['1,2,0x10', 'three numbers are needed: lon,lat,height'],
    ['1,2,NaN', 'three numbers are needed: lon,lat,height'],
    ['1,2,Infinity', 'three numbers are needed: lon,lat,height'],
    ['361,2,3', 'longitude 361 is not in -360 to 360 degrees'],
    ['1,90.1,3', 'latitude 90.1 is not in -90 to 90 degrees'],
    ['1,2,-9999', 'height -9999 is not in -1000 to 20000 m'],
    ['1,2,1e999', 'height Infinity is not in -1000 to 20000 m'],
    ['lon,lat,height', 'three numbers are needed: lon,lat,height'],
  ])('%s', async (line, what) => {
    const failure = await run([`${point}\n\n${line}\n${point}\n`], annotation).catch((error: unknown) => error);
    expect(failure).toMatchObject({
      name: 'InvalidPointError',
      lineNumber: 3,
      message: `line 3 of the points, ${JSON.stringify(line)}: ${what}.`,
    });
  });

  test('a line without end is given up, not collected', async () => {
    let given = 0;
    function* endless() {
      for (; given < 1000; given++) yield '1'.repeat(1000);
    }
    await expect(run(endless(), annotation)).rejects.toThrow(/^line 1 of the points, "1{80}…": three numbers/);
    expect(given).toBeLessThan(5);
  });
});
