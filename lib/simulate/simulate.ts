import type { BoundingBox } from '../grid/grid-window.ts';
import { boundingBoxOf, CELLS_PER_DEGREE_1KM, toPixels100m, windowAround } from '../grid/grid-window.ts';
import type { SceneFiles } from '../sentinel1/scene-files.ts';
import { cutAcquisition, middlePart } from './cut-acquisition.ts';
import type { FileSink } from './file-sink.ts';
import { planWholeScene, readGivenScene } from './given-scene.ts';
import { heightSurface } from './height-surface.ts';
import { boxOfImage } from './image-box.ts';
import { ndviDatesAround } from './ndvi-dates.ts';
import { planAcquisition } from './plan-acquisition.ts';
import { type RenderedScene, renderScene } from './render-scene.ts';
import { renderTiles } from './render-tiles.ts';
import { createScenario } from './scenario.ts';
import { encodeTruth } from './true-soil-moisture.ts';
import { tilesOfBox } from './world-tiles.ts';

/** Lines and samples that are rendered of a given image; `full` is all of it. */
export const SIMULATION_SIZES = {
  small: { lines: 2816, samples: 2816 },
  medium: { lines: 9472, samples: 11_200 },
  full: undefined,
} as const;

export type SimulationSize = keyof typeof SIMULATION_SIZES;

export interface SimulationOptions {
  readonly seed: number;
  /** A product whose geometry, calibration and noise tables are taken; its images may be absent. */
  readonly annotation: SceneFiles;
  readonly size: SimulationSize;
  readonly threads?: number;
  /** Called before anything is rendered, with what there is to do. */
  readonly onPlanned?: (plan: SimulationPlan) => void;
  readonly onProgress?: (stage: 'tiles' | 'truth' | 'lines', done: number, total: number) => void;
}

export interface SimulationPlan {
  readonly product: string;
  readonly samples: number;
  readonly lines: number;
  /** Names of the 1° tiles. */
  readonly tiles: readonly string[];
  /** About what the files take. */
  readonly bytes: number;
}

/** Land cover, elevation and two NDVI dates of one tile, compressed. */
const BYTES_PER_TILE = 3.5e6;

export interface SimulatedProducts {
  readonly scene: RenderedScene;
  /** Area of the world, of its tiles and of the truth. */
  readonly box: BoundingBox;
  readonly tiles: readonly string[];
  readonly ndviDates: readonly string[];
  /** Paths in the sink: `truth/<yyyymmdd>.tif`. */
  readonly truth: readonly string[];
}

/**
 * A world under a given scene, with everything that a retrieval takes: `<product>.SAFE/`, `landcover/`, `dem/`, `ndvi/`,
 * `ndvi-s3/`, and what it should find, `truth/`. The scene comes last, so that it never lies there without its tiles.
 */
export async function simulate(options: SimulationOptions, sink: FileSink): Promise<SimulatedProducts> {
  const { seed, size, onProgress } = options;
  const given = await readGivenScene(options.annotation);
  const wanted = SIMULATION_SIZES[size];
  const part = wanted && middlePart(given.annotation, wanted);
  const box = wholeCells(boxOfImage(given.annotation, part));
  const firstLineS = part ? part.firstLine * given.annotation.azimuthTimeIntervalS : 0;
  const timeMs = given.annotation.firstLineTimeUs / 1000 + firstLineS * 1000;
  const scenario = createScenario({ seed, box }, [timeMs]);
  const plan = part
    ? planAcquisition(cutAcquisition(given, part, heightSurface(scenario.world, box)))
    : planWholeScene(given);
  const ndviDates = ndviDatesAround([timeMs]);
  const { samples, lines } = plan.annotation;
  const names = tilesOfBox(box).map((tile) => tile.name);
  const bytes = 2 * samples * lines + names.length * BYTES_PER_TILE;
  options.onPlanned?.({ product: plan.product, samples, lines, tiles: names, bytes });
  const tiles = await renderTiles(scenario, box, ndviDates, sink, {
    onProgress: (done, total) => onProgress?.('tiles', done, total),
  });
  const sceneTimeMs = plan.annotation.firstLineTimeUs / 1000;
  const day = new Date(sceneTimeMs).toISOString().slice(0, 10).replaceAll('-', '');
  const truth = `truth/${day}.tif`;
  onProgress?.('truth', 0, 1);
  await sink.write(truth, await encodeTruth(scenario, box, sceneTimeMs));
  onProgress?.('truth', 1, 1);
  const scene = await renderScene(scenario, plan, sink, {
    ...(options.threads === undefined ? {} : { threads: options.threads }),
    onProgress: (done, total) => onProgress?.('lines', done, total),
  });
  return { scene, box, tiles, ndviDates, truth: [truth] };
}

/** The box of whole 1-km cells around a box, some cells wider for what terrain displaces. */
function wholeCells([west, south, east, north]: BoundingBox): BoundingBox {
  const margin = 3 / CELLS_PER_DEGREE_1KM;
  return boundingBoxOf(
    toPixels100m(windowAround([west - margin, south - margin, east + margin, north + margin], CELLS_PER_DEGREE_1KM)),
  );
}
