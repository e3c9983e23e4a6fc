import { mkdir, rename, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { LocalObjectStore } from '../../lib/cloud/local/local-object-store.ts';
import { demKey, landcoverKey, ndviFilledKey, ndviS3Key, sceneKey } from '../../lib/product/keys.ts';
import type { Demo, DemoAcquisition } from '../../lib/simulate/demo.ts';
import { planAcquisition } from '../../lib/simulate/plan-acquisition.ts';
import { renderScene } from '../../lib/simulate/render-scene.ts';
import { renderTiles } from '../../lib/simulate/render-tiles.ts';
import { encodeTruth } from '../../lib/simulate/true-soil-moisture.ts';
import { tilesOfBox } from '../../lib/simulate/world-tiles.ts';
import type { ProgressDisplay } from '../progress/progress-display.ts';
import { shortName } from '../progress/report-scene.ts';
import { storeSink } from './store-sink.ts';

export const DEMO_LANDCOVER_YEAR = 2019;

/** Writes land cover, terrain and NDVI of the world into the store, unless they are all there. */
export async function renderWorldTiles(demo: Demo, store: LocalObjectStore, progress: ProgressDisplay): Promise<void> {
  const keys = tilesOfBox(demo.box).flatMap(({ name }) => [
    landcoverKey(DEMO_LANDCOVER_YEAR, name),
    demKey(name),
    ...demo.ndviDates.flatMap((date) => [ndviFilledKey(name, date), ndviS3Key(name, date)]),
  ]);
  const heads = await Promise.all(keys.map((key) => store.head(key)));
  if (heads.every((head) => head !== undefined)) return;
  await renderTiles(demo.scenario, demo.box, demo.ndviDates, storeSink(store), {
    folders: { landcover: `landcover/${DEMO_LANDCOVER_YEAR}`, dem: 'dem', ndvi: 'ndvi/filled', ndviS3: 'ndvi/s3' },
    onProgress: (done, total) => progress.update({ task: 'demo world', stage: 'tiles', done, total, unit: 'tiles' }),
  });
}

/** `<folder>/truth/<yyyymmdd>.tif`; appears whole. */
export async function writeTruth(demo: Demo, { day, timeMs }: DemoAcquisition, folder: string): Promise<void> {
  const path = truthPath(folder, day);
  if (await stat(path).catch(() => undefined)) return;
  await mkdir(join(folder, 'truth'), { recursive: true });
  const bytes = await encodeTruth(demo.scenario, demo.box, timeMs);
  await writeFile(`${path}.part`, bytes);
  await rename(`${path}.part`, path);
}

export function truthPath(folder: string, day: string): string {
  return join(folder, 'truth', `${day}.tif`);
}

/**
 * Drops one scene into the store, unless it is there: a product with a manifest is complete. The store announces the
 * manifest like a bucket does.
 */
export async function dropScene(
  demo: Demo,
  { acquisition }: DemoAcquisition,
  store: LocalObjectStore,
  progress: ProgressDisplay,
): Promise<string> {
  const plan = planAcquisition(acquisition);
  if (await store.head(`${sceneKey(plan.product)}/manifest.safe`)) return plan.product;
  const task = shortName(plan.product);
  await renderScene(demo.scenario, plan, storeSink(store), {
    folder: 'scenes',
    onProgress: (done, total) => progress.update({ task, stage: 'rendering', done, total, unit: 'lines' }),
  });
  return plan.product;
}
