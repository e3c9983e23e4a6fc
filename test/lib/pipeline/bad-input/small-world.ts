import { createDemo, DEMO_PASSES } from '../../../../lib/simulate/demo.ts';
import { memorySink } from '../../../../lib/simulate/memory-sink.ts';
import { planAcquisition } from '../../../../lib/simulate/plan-acquisition.ts';
import { renderScene } from '../../../../lib/simulate/render-scene.ts';
import { renderTiles } from '../../../../lib/simulate/render-tiles.ts';

/** Three by three 1-km cells on either side of 4° E, so that the scene needs two tiles of everything. */
export const AREA = [3.985, 43.6, 4.015, 43.625] as const;
export const WEST = 'N43E003';
export const EAST = 'N43E004';
export const NDVI_DATE = '2021-08-15';

/** Every object of a store in which one scene can become two maps, by key. */
export interface SmallWorld {
  readonly files: ReadonlyMap<string, Uint8Array>;
  readonly product: string;
  readonly samples: number;
  readonly lines: number;
}

export async function renderSmallWorld(): Promise<SmallWorld> {
  const files = new Map<string, Uint8Array>();
  const { scenario, box, acquisitions } = createDemo({
    seed: 3,
    box: [...AREA],
    passes: DEMO_PASSES.slice(0, 1),
    seaShare: 0,
  });
  const folders = { landcover: 'landcover/2019', dem: 'dem', ndvi: 'ndvi/filled', ndviS3: 'ndvi/s3' };
  await renderTiles(scenario, box, [NDVI_DATE], memorySink(files), { folders });
  const [first] = acquisitions;
  if (!first) throw new Error('a demo without acquisitions');
  const plan = planAcquisition(first.acquisition);
  await renderScene(scenario, plan, memorySink(files), { folder: 'scenes', threads: 1 });
  const { samples, lines } = plan.annotation;
  // Plain arrays: the slices of a Buffer are views, and what one test spoils must not reach the next.
  const plain = new Map([...files].map(([key, bytes]) => [key, Uint8Array.from(bytes)]));
  return { files: plain, product: plan.product, samples, lines };
}
