import { boundingBoxOf, type GridWindow } from '../grid/grid-window.ts';
import { writeEcef } from '../grid/wgs84.ts';
import { createForwardTable, type ForwardTable } from '../s2mp/forward-table.ts';
import { TRAINING_LIMITS } from '../s2mp/training-limits.ts';
import type { Annotation } from '../sentinel1/annotation.ts';
import { fieldOf, type GridField, postsAround, sampleField } from './grid-field.ts';
import { hash32, streamSeed, uniform } from './hash.ts';
import { orbitOf, seePoint } from './look-geometry.ts';
import { COVER } from './parcel-cover.ts';
import { type Parcels, parcelsOf } from './parcel-records.ts';
import { parcelOfPixels } from './parcels.ts';
import { normalQuantiles, QUANTILE_BITS } from './quantile-tables.ts';
import { latitudeOf, longitudeOf } from './sample-grid.ts';
import type { Scenario } from './scenario.ts';
import { SPECKLE_LOOKS } from './speckle.ts';

/** True σ⁰ (linear power) of the 100-m pixels of a window at one acquisition, on shared memory. */
export interface Sigma0Map {
  readonly window: GridWindow;
  readonly sigma0: Float32Array;
}

/**
 * Total noise on σ⁰ of a 100-m pixel in the reference problem of the retrieval, dB. What speckle leaves of it stands for
 * variation inside the pixel and for errors of the forward model, and is drawn anew for every pixel and date.
 */
export const TOTAL_NOISE_DB = 0.75;
const INCIDENCE_POSTS_PER_DEGREE = 50;
const METRES_PER_DEGREE = 111_200;

/** γ⁰ of what is neither crop nor meadow, dB, and the spread between parcels. */
interface OpenTarget {
  readonly gamma0Db: number;
  readonly spreadDb: number;
}
const TARGETS: Readonly<Record<number, OpenTarget>> = {
  [COVER.shrub]: { gamma0Db: -10, spreadDb: 1 },
  [COVER.urban]: { gamma0Db: -1.5, spreadDb: 2.5 },
  [COVER.bare]: { gamma0Db: -13, spreadDb: 1 },
  [COVER.water]: { gamma0Db: -20, spreadDb: 1 },
  [COVER.wetland]: { gamma0Db: -9, spreadDb: 1.5 },
  [COVER.ocean]: { gamma0Db: -15, spreadDb: 0 },
};
const FOREST: OpenTarget = { gamma0Db: -7.5, spreadDb: 0.6 };
/** The sea's σ⁰ falls faster with the angle than that of land. */
const SEA_DB_PER_DEGREE = -0.35;

/** σ⁰ of every 100-m pixel as the scene's radar sees it at its time. Angles are those at the ellipsoid. */
export function scenePower(
  scenario: Scenario,
  annotation: Annotation,
  surface: GridField,
  window: GridWindow,
): Sigma0Map {
  const timeMs = annotation.firstLineTimeUs / 1000;
  const parcels = parcelsOf(scenario.world, window);
  const perParcel = parcelPower(scenario, parcels, incidenceField(annotation, surface, window), timeMs);
  const parcelOf = parcelOfPixels(scenario.world.seed, window, parcels.lattice);
  const sigma0 = new Float32Array(new SharedArrayBuffer(4 * parcelOf.length));
  const factors = noiseFactors(window);
  const stream = streamSeed(scenario.world.seed, `pixel noise ${annotation.firstLineTimeUs}`);
  const shift = 32 - QUANTILE_BITS;
  for (let j = 0, o = 0; j < window.height; j++) {
    for (let i = 0; i < window.width; i++, o++) {
      const draw = hash32(stream, window.column + i, window.row + j) >>> shift;
      sigma0[o] = (perParcel[parcelOf[o] as number] as number) * (factors[draw] as number);
    }
  }
  return { window, sigma0 };
}

let forwardTable: ForwardTable | undefined;

function parcelPower(scenario: Scenario, parcels: Parcels, incidence: GridField, timeMs: number): Float32Array {
  const { lattice, cover } = parcels;
  forwardTable ??= createForwardTable();
  const forward = forwardTable;
  const sm = parcels.soilMoistureAt(scenario.rain, timeMs);
  const ndvi = parcels.ndviAt(timeMs);
  const roughness = streamSeed(scenario.world.seed, 'roughness');
  const spread = streamSeed(scenario.world.seed, 'target');
  const [smooth, rough] = TRAINING_LIMITS.hrmsCm;
  const angle = new Float64Array(3);
  const power = new Float32Array(cover.length);
  for (let j = 0, o = 0; j < lattice.height; j++) {
    for (let i = 0; i < lattice.width; i++, o++) {
      sampleField(incidence, longitudeOf(lattice, i), latitudeOf(lattice, j), angle);
      const theta = angle[0] as number;
      const code = cover[o] as number;
      if (code === COVER.cropland || code === COVER.herbaceous) {
        const hrmsCm = smooth + (rough - smooth) * uniform(roughness, lattice.column + i, lattice.row + j);
        power[o] = forward.sigma0(theta, hrmsCm, sm[o] as number, Math.max(ndvi[o] as number, 0));
      } else {
        const { gamma0Db, spreadDb } = TARGETS[code] ?? FOREST;
        const own = spreadDb * (2 * uniform(spread, lattice.column + i, lattice.row + j) - 1);
        const slope = code === COVER.ocean ? SEA_DB_PER_DEGREE * (theta - 38) : 0;
        power[o] = 10 ** ((gamma0Db + own + slope) / 10) * Math.cos((theta * Math.PI) / 180);
      }
    }
  }
  return power;
}

/** Incidence angle at the ellipsoid's normal, degrees, on posts every 2 km. */
function incidenceField(annotation: Annotation, surface: GridField, window: GridWindow): GridField {
  const { stateAt } = orbitOf(annotation);
  const ecef = new Float64Array(3);
  const height = new Float64Array(3);
  let timeS = annotation.lastLineTimeS / 2;
  return fieldOf(postsAround(boundingBoxOf(window), INCIDENCE_POSTS_PER_DEGREE), (lonDeg, latDeg) => {
    sampleField(surface, lonDeg, latDeg, height);
    writeEcef(lonDeg, latDeg, height[0] as number, ecef);
    const seen = seePoint(stateAt, lonDeg, latDeg, ecef, timeS);
    timeS = seen.timeS;
    return seen.incidenceDeg;
  });
}

/** Factors on power, equally probable: a Gaussian in dB of what speckle leaves of the total noise. */
function noiseFactors(window: GridWindow): Float32Array {
  const latDeg = 90 - (window.row + window.height / 2) / window.perDegree;
  const sideM = METRES_PER_DEGREE / window.perDegree;
  const samples = (sideM * sideM * Math.cos((latDeg * Math.PI) / 180)) / 100;
  const speckleDb = 10 / Math.LN10 / Math.sqrt(SPECKLE_LOOKS * samples);
  const deviationDb = Math.sqrt(Math.max(TOTAL_NOISE_DB ** 2 - speckleDb ** 2, 0));
  return normalQuantiles().map((z) => 10 ** ((deviationDb * z) / 10));
}
