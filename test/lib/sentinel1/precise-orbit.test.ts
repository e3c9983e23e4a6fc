import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { sourceOfBytes } from '../../../lib/raster/range-source.ts';
import type { Annotation, OrbitStates } from '../../../lib/sentinel1/annotation.ts';
import { geolocate } from '../../../lib/sentinel1/geolocate.ts';
import { createOrbit, type Orbit } from '../../../lib/sentinel1/orbit.ts';
import { parsePreciseOrbit } from '../../../lib/sentinel1/precise-orbit.ts';
import { replaceOrbit } from '../../../lib/sentinel1/replace-orbit.ts';
import { createPath } from './independent-geolocation.ts';
import { type OrbitFileFacts, orbitFileXml } from './orbit-file.ts';
import { realAnnotations } from './real-products.ts';
import { orbitStates, PATHS, stateOf, syntheticAnnotation } from './synthetic-orbit.ts';

const NAME = 'S1A_OPER_AUX_POEORB_OPOD_20210829T122314_V20210808T225942_20210810T005942.EOF';
const scene = syntheticAnnotation(PATHS.ascending, 2000, 16_000);
const endS = 15_999 * 0.0015;
const encode = (text: string) => new TextEncoder().encode(text);
const every10s = (from: number, count: number) => Array.from({ length: count }, (_, i) => from + 10 * i);

/** The scene's own orbit, 10 s apart on times of its own. */
const fileOf = (times: readonly number[], facts?: OrbitFileFacts) =>
  orbitFileXml(orbitStates(PATHS.ascending, times), scene.firstLineTimeUs, facts);

describe('a whole day of vectors', () => {
  const day = every10s(-67_213.7, 9361);
  const bytes = encode(fileOf(day));

  test('those near the scene are kept, as written', () => {
    expect(bytes.length).toBeGreaterThan(4e6);
    const { kind, states } = parsePreciseOrbit(bytes, NAME, scene);
    expect(kind).toBe('POEORB');
    const times = day.filter((t) => t > -60 && t < endS + 60);
    expect(times).toHaveLength(14);
    expect([...states.timeS]).toEqual(times.map((t) => Math.round(t * 1e6) / 1e6));
    const expected = orbitStates(PATHS.ascending, times);
    expect(states.positionM).toEqual(expected.positionM.map((value) => Number(value.toFixed(6))));
    expect(states.velocityMPerS).toEqual(expected.velocityMPerS.map((value) => Number(value.toFixed(6))));
  });

  test('between the vectors the orbit is that in closed form, to 1 mm and 1 mm/s', () => {
    const orbit = createOrbit(parsePreciseOrbit(bytes, NAME, scene).states);
    const state = new Float64Array(9);
    for (let t = 0; t <= endS; t += 0.37) {
      orbit.stateAt(t, state);
      const { position, velocity } = stateOf(PATHS.ascending, t);
      for (const k of [0, 1, 2]) {
        expect(Math.abs((state[k] ?? NaN) - (position[k] ?? NaN))).toBeLessThan(1e-3);
        expect(Math.abs((state[3 + k] ?? NaN) - (velocity[k] ?? NaN))).toBeLessThan(1e-3);
      }
    }
  });

  test('parsing takes a small part of a second of the processor', () => {
    const before = process.cpuUsage();
    parsePreciseOrbit(bytes, NAME, scene);
    const { user, system } = process.cpuUsage(before);
    expect((user + system) / 1e6).toBeLessThan(0.4);
  });
});

describe('what the file says of itself', () => {
  const times = every10s(-60, 16);

  test.each([
    ['AUX_RESORB', 'RESORB'],
    ['AUX_PREORB', 'PREORB'],
  ] as const)('%s', (type, kind) => {
    expect(parsePreciseOrbit(encode(fileOf(times, { type })), NAME, scene).kind).toBe(kind);
  });

  test('lines that others leave out are not needed', () => {
    const bare = fileOf(times)
      .replace(/<Validity_Period>[\s\S]*<\/Validity_Period>/, '')
      .replace(/<Variable_Header>[\s\S]*<\/Variable_Header>/, '')
      .replace(/<File_Type>.*<\/File_Type>/, '')
      .replaceAll(/ *<(TAI|UT1|Absolute_Orbit|Quality)>.*\n/g, '')
      .replaceAll(/ unit="[^"]*"/g, '')
      .replace(/ count="\d+"/, '');
    expect(parsePreciseOrbit(encode(bare), NAME, scene)).toEqual(parsePreciseOrbit(encode(fileOf(times)), NAME, scene));
  });

  test('vectors that are not nominal are left out as long as the rest covers the scene', () => {
    const quality = (i: number) => (i < 3 || i > 12 ? 'DEGRADED' : 'NOMINAL');
    const { states } = parsePreciseOrbit(encode(fileOf(times, { quality })), NAME, scene);
    expect([...states.timeS]).toEqual(times.slice(3, 13));
  });
});

describe('refused, with the reason', () => {
  const times = every10s(-60, 16);
  const good = fileOf(times);
  const swap = (text: string) => {
    const vectors = text.match(/ {4}<OSV>[\s\S]*?<\/OSV>\n/g) ?? [];
    return text.replace(`${vectors[4]}${vectors[5]}`, `${vectors[5]}${vectors[4]}`);
  };
  const x6 = orbitStates(PATHS.ascending, times).positionM[3 * 6]?.toFixed(6) ?? '';
  const bent = String(Number(x6) + 3);
  const cases: [string, string, RegExp][] = [
    ['empty', '', /is empty/],
    ['no XML', 'II*\0 not an orbit', /XML|no <Earth_Explorer_File>/],
    ['another XML file', '<product><a>1</a></product>', /holds no <Earth_Explorer_File>/],
    ['a document type', good.replace('?>', '?><!DOCTYPE x [<!ENTITY a "b">]>'), /document type or entities/],
    ['cut off within the list', good.slice(0, good.length * 0.7), /is cut off: it ends within .*List_of_OSVs/],
    ['cut off within the header', good.slice(0, 400), /is cut off/],
    ['another kind of file', fileOf(times, { type: 'MPL_ORBPRE' }), /File_Type> is "MPL_ORBPRE", none of AUX_POEORB/],
    ['another satellite', fileOf(times, { mission: 'Sentinel-1B' }), /it is the orbit of S1B, the scene is of S1A/],
    ['another mission', fileOf(times, { mission: 'Sentinel-2A' }), /Mission> is "Sentinel-2A", not a Sentinel-1/],
    ['another frame', fileOf(times, { frame: 'TRUE_OF_DATE' }), /Ref_Frame> is TRUE_OF_DATE, only EARTH_FIXED/],
    [
      'another day',
      fileOf(every10s(86_400, 20)),
      /valid from 2021-08-10T.* to .*, the scene runs from 2021-08-09T17:39:53/,
    ],
    ['vectors that start too late', fileOf(every10s(5, 10), { validity: [-90, 90] }), /do not cover the scene/],
    ['vectors that end too early', fileOf(every10s(-70, 9), { validity: [-90, 90] }), /do not cover the scene/],
    ['no vector at all', fileOf([], { validity: [-90, 90] }), /do not cover the scene/],
    [
      'vectors out of order',
      swap(good),
      /state vector 6 \(2021-08-09T17:39:33.153776Z\) is not later than the one before/,
    ],
    [
      'a time twice',
      good.replace(/T17:39:43.153776<\/UTC>/, 'T17:39:33.153776</UTC>'),
      /state vector 6 .* is not later/,
    ],
    [
      'no time',
      good.replace(/UTC=2021-08-09T17:39:43/, 'UTC=2021-08-09 17:39:43'),
      /state vector 6 has the time "2021-08-09 17/,
    ],
    ['a vector lost', good.replace(/ {4}<OSV>[\s\S]*?<\/OSV>\n/, ''), /says count="16" but holds 15 state vectors/],
    ['a step of a minute', fileOf([-60, 0, 60, 120]), /vectors lie 60 s apart/],
    [
      'a degraded scene',
      fileOf(times, { quality: (i) => (i === 7 ? 'DEGRADED' : 'NOMINAL') }),
      /of nominal quality do not cover/,
    ],
    ['kilometres', good.replaceAll('unit="m"', 'unit="km"'), /X> is in "km", only m is understood/],
    ['no number', good.replace(`>${x6}<`, '>7O71000<'), /X> is "7O71000", not a number/],
    ['a damaged digit', good.replace(`>${x6}<`, `>${bent}<`), /its vector of 2021-08-09T17:39:53.153776Z is 3\.00\d m/],
  ];
  test.each(cases)('%s', (_, text, message) => {
    expect(() => parsePreciseOrbit(encode(text), NAME, scene)).toThrow(
      expect.objectContaining({
        name: 'InputError',
        reason: 'invalid-orbit',
        where: NAME,
        message: expect.stringMatching(message),
      }),
    );
  });

  test('whatever byte is damaged: refused, or the orbit is the same within 3 m', () => {
    const bytes = encode(good);
    const orbit = createOrbit(parsePreciseOrbit(bytes, NAME, scene).states);
    const outcomes = { refused: 0, same: 0 };
    fc.assert(
      fc.property(fc.nat(bytes.length - 1), fc.integer({ min: 1, max: 255 }), (at, flip) => {
        const damaged = bytes.map((byte, i) => (i === at ? byte ^ flip : byte));
        let found: Orbit;
        try {
          found = createOrbit(parsePreciseOrbit(damaged, NAME, scene).states);
        } catch (error) {
          expect(error).toMatchObject({ name: 'InputError', reason: 'invalid-orbit' });
          outcomes.refused++;
          return;
        }
        const [expected, state] = [new Float64Array(9), new Float64Array(9)];
        for (let t = 0; t <= endS; t += 0.5) {
          orbit.stateAt(t, expected);
          found.stateAt(t, state);
          const off = [0, 1, 2].map((k) => (state[k] ?? NaN) - (expected[k] ?? NaN));
          expect(Math.hypot(...off)).toBeLessThan(3);
        }
        outcomes.same++;
      }),
      { numRuns: 1000 },
    );
    expect(outcomes.refused).toBeGreaterThan(100);
    expect(outcomes.same).toBeGreaterThan(100);
  });

  test('the orbit of another pass at the same time does not fit the geolocation grid', async () => {
    const other = orbitFileXml(orbitStates(PATHS.descending, times), scene.firstLineTimeUs);
    const replaced = replaceOrbit(scene, sourceOfBytes(`folder/${NAME}`, encode(other)));
    await expect(replaced).rejects.toThrow(
      expect.objectContaining({
        reason: 'invalid-orbit',
        message: expect.stringMatching(/^folder\/S1A.*does not fit the orbit/),
      }),
    );
  });
});

// The 2015 product has vectors for its 25 s and one before them only: no 10-s file can be made of it.
const long = realAnnotations.filter(({ annotation }) => (annotation.orbit.timeS[0] ?? 0) < -50);
describe.skipIf(realAnnotations.length === 0)('files made from the orbit of a real annotation', () => {
  /** 10 s apart like the annotation's own, but 3.7 s off its times, by the second solver's interpolation. */
  function resampled({ orbit }: Annotation): OrbitStates {
    const path = createPath(orbit);
    const times = [...orbit.timeS].slice(0, -1).map((t) => Math.round((t + 3.7) * 1e6) / 1e6);
    const at = times.map(path);
    return {
      timeS: Float64Array.from(times),
      positionM: Float64Array.from(at.flatMap((axes) => axes.map(([position]) => position))),
      velocityMPerS: Float64Array.from(at.flatMap((axes) => axes.map(([, velocity]) => velocity))),
    };
  }

  test.each(long)('$product lies where the annotation puts it', async ({ annotation }) => {
    const text = orbitFileXml(resampled(annotation), annotation.firstLineTimeUs, { type: 'AUX_RESORB' });
    const replaced = await replaceOrbit(annotation, sourceOfBytes(`a/b/${NAME}`, encode(text)));
    expect(replaced.orbitFile).toMatchObject({ kind: 'RESORB', path: `orbits/${NAME}` });
    expect(replaced.orbitFile.sha256).toMatch(/^[0-9a-f]{64}$/);
    expect(replaced.annotation.orbit.timeS).not.toEqual(annotation.orbit.timeS);
    const { geolocationGrid: grid } = annotation;
    const worst = { line: 0, pixel: 0, range: 0 };
    for (let i = 0; i < grid.line.length; i++) {
      const at = (values: Float64Array) => values[i] ?? Number.NaN;
      const place = [at(grid.longitudeDeg), at(grid.latitudeDeg), at(grid.heightM)] as const;
      const own = geolocate({ annotation }, ...place);
      const precise = geolocate(replaced, ...place);
      if (!own || !precise) throw new Error(`point ${i} is not seen`);
      worst.line = Math.max(worst.line, Math.abs(own.line - precise.line));
      worst.pixel = Math.max(worst.pixel, Math.abs(own.sample - precise.sample));
      worst.range = Math.max(worst.range, Math.abs(own.slantRangeM - precise.slantRangeM));
    }
    // Downlinked vectors do not agree with themselves better than 0.06 line; see geolocate-csv.test.ts.
    expect(worst.line).toBeLessThan(0.06);
    expect(worst.pixel).toBeLessThan(0.02);
    expect(worst.range).toBeLessThan(0.01);
  });
});
