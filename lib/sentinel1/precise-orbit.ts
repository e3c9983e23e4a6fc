import { InputError } from '../errors/input.error.ts';
import type { Annotation, OrbitStates } from './annotation.ts';
import { keepNearVectors } from './keep-near-vectors.ts';
import { ORBIT_KINDS, type OrbitKind } from './orbit-kind.ts';
import { requireSmoothOrbit } from './require-smooth-orbit.ts';
import { formatUtcUs, parseUtcUs } from './utc-time.ts';
import { parseXml, type XmlElement } from './xml-element.ts';

export interface PreciseOrbit {
  readonly kind: OrbitKind;
  /** Seconds after the scene's first line; only vectors near the scene. */
  readonly states: OrbitStates;
}

/** The part of an annotation that says which scene an orbit must serve. */
export type OrbitUser = Pick<Annotation, 'platform' | 'firstLineTimeUs' | 'lines' | 'azimuthTimeIntervalS'>;

/** Vectors farther from the scene than this play no part in it. */
const MARGIN_S = 60;
/** Cubic Hermite over this step is good to 2 cm; orbit files have 10 s. */
const MAX_STEP_S = 30;
const TODO = 'Give the orbit file (.EOF) of this satellite and time, or none: the annotation has an orbit too.';

/**
 * The state vectors of a Sentinel-1 orbit file around a scene (Earth Explorer File, "Sentinels POD Service File Format
 * Specification", GMES-GSEG-EOPG-FS-10-0075). Vectors whose quality is not nominal, as during a manoeuvre, are not used.
 *
 * @throws InputError('invalid-orbit') for what is no such file, or one of another satellite, frame or time
 */
export function parsePreciseOrbit(bytes: Uint8Array, name: string, scene: OrbitUser): PreciseOrbit {
  const fail = (what: string) => new InputError('invalid-orbit', name, what, TODO);
  const endS = (scene.lines - 1) * scene.azimuthTimeIntervalS;
  const toUs = (timeS: number) => scene.firstLineTimeUs + timeS * 1e6;
  const near = keepNearVectors(bytes, name, toUs(-MARGIN_S), toUs(endS + MARGIN_S));
  const origin = { name, reason: 'invalid-orbit', file: 'orbit file' } as const;
  const root = parseXml(near, origin, 'Earth_Explorer_File');
  const header = root.child('Earth_Explorer_Header', 'Fixed_Header');
  const kind = readKind(header);
  requireMission(header.child('Mission'), scene.platform, fail);
  requireEarthFixed(root.optional('Earth_Explorer_Header', 'Variable_Header', 'Ref_Frame'));
  requireValidity(header.optional('Validity_Period'), scene.firstLineTimeUs, toUs(endS), fail);
  const vectors = root.child('Data_Block', 'List_of_OSVs').children('OSV');
  const states = readStates(nominalAround(vectors, scene.firstLineTimeUs), scene.firstLineTimeUs);
  const first = states.timeS[0] ?? Number.NaN;
  const last = states.timeS[states.timeS.length - 1] ?? Number.NaN;
  if (!(first <= 0 && last >= endS)) {
    const [from, to] = [formatUtcUs(scene.firstLineTimeUs), formatUtcUs(toUs(endS))];
    throw fail(`its vectors of nominal quality do not cover the scene, which runs from ${from} to ${to}`);
  }
  for (let i = 1; i < states.timeS.length; i++) {
    const step = (states.timeS[i] as number) - (states.timeS[i - 1] as number);
    if (step > MAX_STEP_S) throw fail(`its vectors lie ${step} s apart near the scene, at most ${MAX_STEP_S} s serve`);
  }
  requireSmoothOrbit(states, (i, what) =>
    fail(`its vector of ${formatUtcUs(toUs(states.timeS[i] as number))} ${what}`),
  );
  return { kind, states };
}

function readKind(header: XmlElement): OrbitKind {
  const element = header.optional('File_Type') ?? header.child('File_Name');
  const text = element.text();
  const kind = ORBIT_KINDS.find((known) => text.includes(`AUX_${known}`));
  if (kind) return kind;
  throw element.fail(`is ${JSON.stringify(text.slice(0, 80))}, none of AUX_POEORB, AUX_RESORB and AUX_PREORB`);
}

/** `Sentinel-1A` */
function requireMission(mission: XmlElement, platform: string, fail: (what: string) => InputError): void {
  const letter = /^SENTINEL[-_ ]?1([A-Z])$/i.exec(mission.text())?.[1];
  if (letter === undefined) throw mission.fail(`is ${JSON.stringify(mission.text().slice(0, 40))}, not a Sentinel-1`);
  const found = `S1${letter.toUpperCase()}`;
  if (found !== platform) throw fail(`it is the orbit of ${found}, the scene is of ${platform}`);
}

function requireEarthFixed(frame: XmlElement | undefined): void {
  if (frame && frame.text() !== 'EARTH_FIXED') throw frame.fail(`is ${frame.text()}, only EARTH_FIXED is understood`);
}

function requireValidity(
  period: XmlElement | undefined,
  firstUs: number,
  lastUs: number,
  fail: (what: string) => InputError,
): void {
  if (!period) return;
  const start = readUtcUs(period.child('Validity_Start'));
  const stop = readUtcUs(period.child('Validity_Stop'));
  if (start <= firstUs && stop >= lastUs) return;
  throw fail(
    `it is valid from ${formatUtcUs(start)} to ${formatUtcUs(stop)}, the scene runs from ${formatUtcUs(firstUs)} to ${formatUtcUs(lastUs)}`,
  );
}

/** The unbroken run of nominal vectors that reaches over or comes nearest to a time. */
function nominalAround(vectors: readonly XmlElement[], firstUs: number): XmlElement[] {
  const isNominal = vectors.map((vector) => (vector.optional('Quality')?.text() ?? 'NOMINAL') === 'NOMINAL');
  const after = vectors.findIndex((vector) => readUtcUs(vector.child('UTC')) > firstUs);
  const middle = Math.max((after < 0 ? vectors.length : after) - 1, 0);
  let from = middle;
  while (from > 0 && isNominal[from - 1]) from--;
  let to = middle;
  while (to < vectors.length && isNominal[to]) to++;
  return vectors.slice(from, to);
}

function readStates(vectors: readonly XmlElement[], originUs: number): OrbitStates {
  const coordinates = (axes: readonly string[], unit: string) =>
    Float64Array.from(vectors.flatMap((vector) => axes.map((axis) => readCoordinate(vector.child(axis), unit))));
  return {
    timeS: Float64Array.from(vectors, (vector) => (readUtcUs(vector.child('UTC')) - originUs) / 1e6),
    positionM: coordinates(['X', 'Y', 'Z'], 'm'),
    velocityMPerS: coordinates(['VX', 'VY', 'VZ'], 'm/s'),
  };
}

function readCoordinate(element: XmlElement, unit: string): number {
  const found = element.optionalAttribute('unit') ?? unit;
  if (found !== unit) throw element.fail(`is in ${JSON.stringify(found)}, only ${unit} is understood`);
  return element.number();
}

/** `UTC=2021-08-09T17:39:53.000000` */
function readUtcUs(element: XmlElement): number {
  const value = parseUtcUs(element.text().replace(/^UTC=/, ''));
  if (Number.isNaN(value)) throw element.fail(`is ${JSON.stringify(element.text().slice(0, 40))}, not a UTC time`);
  return value;
}
