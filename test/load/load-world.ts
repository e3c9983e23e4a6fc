import type { BoundingBox } from '../../lib/grid/grid-window.ts';
import { createDemo, DEMO_AREAS, DEMO_PASSES, type Demo, type DemoPass } from '../../lib/simulate/demo.ts';
import { memorySink } from '../../lib/simulate/memory-sink.ts';
import { planAcquisition } from '../../lib/simulate/plan-acquisition.ts';
import { renderScene } from '../../lib/simulate/render-scene.ts';
import { renderTiles } from '../../lib/simulate/render-tiles.ts';

/** A few kilometres, without sea: every sound scene of it becomes a map. */
export const LOAD_AREA: BoundingBox = DEMO_AREAS.tiny;
export const LOAD_LANDCOVER_YEAR = 2019;

/** What a pipeline must be told to take the scenes in; anything else may be as it likes. */
export const LOAD_CONFIGURATION = {
  areasOfInterest: [{ name: 'load', bbox: [...LOAD_AREA] }],
  landcoverYear: LOAD_LANDCOVER_YEAR,
};

const WORLD_SEED = 7;
const [EVENING, MORNING] = DEMO_PASSES;
const DAY_US = 86_400e6;
const ORBITS_PER_DAY = 175 / 12;

/** Acquisition number `index`: one in the evening and one in the morning of each day, each a data take of its own. */
export function loadPass(index: number): DemoPass {
  const pass = index % 2 === 0 ? EVENING : MORNING;
  if (!EVENING || !pass) throw new RangeError('the demo has fewer than two passes');
  const timeOfDayUs = pass.firstLineTimeUs % DAY_US;
  const day = Math.floor(EVENING.firstLineTimeUs / DAY_US) + Math.ceil(index / 2);
  const absoluteOrbit = EVENING.absoluteOrbit + Math.round((index * ORBITS_PER_DAY) / 2);
  return {
    ...pass,
    firstLineTimeUs: day * DAY_US + timeOfDayUs,
    absoluteOrbit,
    relativeOrbit: ((absoluteOrbit - 73) % 175) + 1,
    dataTakeId: EVENING.dataTakeId + index,
  };
}

function demoOf(passes: readonly DemoPass[]): Demo {
  return createDemo({ seed: WORLD_SEED, box: LOAD_AREA, passes, seaShare: 0 });
}

/** One source product: its name, and its files by their path within the product, the manifest last. */
export async function renderLoadScene(
  index: number,
): Promise<{ readonly product: string; readonly files: ReadonlyMap<string, Uint8Array> }> {
  // The rain of a scenario depends on its dates: with one date a scene is the same however many others there are.
  const { scenario, acquisitions } = demoOf([loadPass(index)]);
  const [first] = acquisitions;
  if (!first) throw new RangeError('a demo without acquisitions');
  const plan = planAcquisition(first.acquisition);
  const files = new Map<string, Uint8Array>();
  await renderScene(scenario, plan, memorySink(files), { threads: 1 });
  const prefix = `${plan.product}.SAFE/`;
  return {
    product: plan.product,
    files: new Map([...files].map(([path, bytes]) => [path.slice(prefix.length), bytes])),
  };
}

/** Land cover, terrain and NDVI for the first `count` acquisitions, by their keys in the store. */
export async function renderLoadTiles(count: number): Promise<ReadonlyMap<string, Uint8Array>> {
  const demo = demoOf(Array.from({ length: Math.max(count, 1) }, (_, index) => loadPass(index)));
  const tiles = new Map<string, Uint8Array>();
  await renderTiles(demo.scenario, demo.box, demo.ndviDates, memorySink(tiles), {
    folders: { landcover: `landcover/${LOAD_LANDCOVER_YEAR}`, dem: 'dem', ndvi: 'ndvi/filled', ndviS3: 'ndvi/s3' },
  });
  return tiles;
}
