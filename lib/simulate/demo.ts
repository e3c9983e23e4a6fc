import type { BoundingBox } from '../grid/grid-window.ts';
import type { Acquisition } from './acquisition.ts';
import { generatedAcquisition } from './generated-acquisition.ts';
import type { PassOver } from './generated-annotation.ts';
import { ndviDatesAround } from './ndvi-dates.ts';
import { createScenario, type Scenario } from './scenario.ts';

/** Near Montpellier; `full` is the domain of Rojas-Munoz et al. (2023), `tiny` serves tests. */
export const DEMO_AREAS = {
  tiny: [3.8, 43.6, 3.83, 43.63],
  small: [3.75, 43.5, 4, 43.75],
  medium: [3.1, 43.4, 4.3, 44.1],
  full: [2.99, 43.25, 4.38, 44.26],
} as const satisfies Record<string, BoundingBox>;

export type DemoSize = keyof typeof DEMO_AREAS;

/** How and when the satellite passes. Orbit numbers are those of Sentinel-1A on its tracks over southern France. */
export type DemoPass = Omit<PassOver, 'box' | 'platform'> & {
  readonly relativeOrbit: number;
  readonly sliceNumber: number;
  readonly totalSlices: number;
};

/** Late summer on tracks 59 (evening, ascending) and 110 (morning, descending): dry soil, a soaking, drying. */
export const DEMO_PASSES: readonly DemoPass[] = [
  {
    firstLineTimeUs: Date.UTC(2021, 7, 21, 17, 39, 41) * 1000 + 153_776,
    pass: 'ASCENDING',
    incidenceDeg: 38.5,
    absoluteOrbit: 39331,
    dataTakeId: 0x04a4f1,
    relativeOrbit: 59,
    sliceNumber: 6,
    totalSlices: 20,
  },
  {
    firstLineTimeUs: Date.UTC(2021, 8, 18, 5, 52, 17) * 1000 + 402_118,
    pass: 'DESCENDING',
    incidenceDeg: 36,
    absoluteOrbit: 39732,
    dataTakeId: 0x04b29c,
    relativeOrbit: 110,
    sliceNumber: 3,
    totalSlices: 9,
  },
  {
    firstLineTimeUs: Date.UTC(2021, 9, 8, 17, 39, 43) * 1000 + 811_040,
    pass: 'ASCENDING',
    incidenceDeg: 38.5,
    absoluteOrbit: 40031,
    dataTakeId: 0x04bd37,
    relativeOrbit: 59,
    sliceNumber: 6,
    totalSlices: 20,
  },
];

/** From sensing to the end of the processing on the ground, as for a near-real-time product. */
const LATENCY_US = 100 * 60 * 1e6;

export interface DemoAcquisition {
  /** `yyyymmdd`, UTC. */
  readonly day: string;
  readonly timeMs: number;
  /** What `planAcquisition` makes a product of. */
  readonly acquisition: Acquisition;
}

/** A world and everything to be rendered of it. */
export interface Demo {
  readonly box: BoundingBox;
  readonly scenario: Scenario;
  readonly acquisitions: readonly DemoAcquisition[];
  /** Dates of the NDVI tiles, `yyyy-mm-dd`. */
  readonly ndviDates: readonly string[];
}

export interface DemoOptions {
  readonly seed: number;
  readonly box: BoundingBox;
  /** Default: {@link DEMO_PASSES}. Each image covers the box wholly. */
  readonly passes?: readonly DemoPass[];
  /** Share of the box that is sea; default of `createWorld`. */
  readonly seaShare?: number;
}

export function createDemo({ seed, box, passes = DEMO_PASSES, seaShare }: DemoOptions): Demo {
  const times = passes.map((pass) => pass.firstLineTimeUs / 1000);
  const scenario = createScenario({ seed, box, ...(seaShare === undefined ? {} : { seaShare }) }, times);
  const acquisitions = passes.map((pass): DemoAcquisition => {
    const { relativeOrbit, sliceNumber, totalSlices, ...view } = pass;
    const timeMs = pass.firstLineTimeUs / 1000;
    const processingStopUs = pass.firstLineTimeUs + LATENCY_US;
    const record = {
      relativeOrbit,
      sliceNumber,
      totalSlices,
      processingStopUs,
      ipfVersion: '003.31',
      timeliness: 'NRT-3h',
    };
    return {
      day: new Date(timeMs).toISOString().slice(0, 10).replaceAll('-', ''),
      timeMs,
      acquisition: generatedAcquisition(scenario.world, { ...view, box, platform: 'S1A' }, record),
    };
  });
  return { box, scenario, acquisitions, ndviDates: ndviDatesAround(times) };
}
