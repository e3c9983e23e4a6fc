import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { openNetwork } from '../../../../lib/s2mp/open-network.ts';
import { createDemo, DEMO_AREAS, DEMO_PASSES, type DemoPass } from '../../../../lib/simulate/demo.ts';
import { memorySink } from '../../../../lib/simulate/memory-sink.ts';
import { planAcquisition } from '../../../../lib/simulate/plan-acquisition.ts';
import { renderScene } from '../../../../lib/simulate/render-scene.ts';
import { renderTiles } from '../../../../lib/simulate/render-tiles.ts';
import { readModel } from '../../../support/read-model.ts';
import { inSmallBlocks } from './in-small-blocks.ts';

export const TINY_AREA = DEMO_AREAS.tiny;
export const LANDCOVER_YEAR = 2019;

/** A source product as the simulator wrote it: its files below `<folder>/<product>.SAFE`. */
export interface TinyProduct {
  readonly product: string;
  /** Relative to the product's folder, the manifest last. */
  readonly files: readonly string[];
}

const [FIRST_PASS] = DEMO_PASSES;

/** Processing times, minutes after the first line. */
const NRT_MIN = 100;
const FAST_24H_MIN = 1200;

/**
 * Who stands for what:
 * - `issue` and `reissue` are one acquisition processed twice, with the same times;
 * - `slice` and `reslice` too, but their times are shifted, and the midnight between two months lies between their starts;
 * - `other` is an acquisition by itself, in the month of `issue`.
 */
export type TinyName = 'issue' | 'reissue' | 'slice' | 'reslice' | 'other';

const PLANS: Readonly<Record<TinyName, { pass: Partial<DemoPass>; processedMin: number }>> = {
  issue: { pass: {}, processedMin: NRT_MIN },
  reissue: { pass: {}, processedMin: FAST_24H_MIN },
  slice: {
    pass: {
      firstLineTimeUs: Date.UTC(2021, 7, 31, 23, 59, 59, 900) * 1000,
      absoluteOrbit: 39_480,
      dataTakeId: 0x4aa01,
    },
    processedMin: NRT_MIN,
  },
  reslice: {
    pass: { firstLineTimeUs: Date.UTC(2021, 8, 1, 0, 0, 0, 100) * 1000, absoluteOrbit: 39_480, dataTakeId: 0x4aa01 },
    processedMin: FAST_24H_MIN,
  },
  other: {
    pass: { firstLineTimeUs: Date.UTC(2021, 7, 27, 5, 44, 12) * 1000, absoluteOrbit: 39_412, dataTakeId: 0x4a7b5 },
    processedMin: NRT_MIN,
  },
};

export interface TinyWorld {
  /** Land cover, terrain and NDVI by their keys in the store. */
  readonly tiles: ReadonlyMap<string, Uint8Array>;
  /** `<product>.SAFE/…` */
  readonly scenesFolder: string;
  readonly products: Readonly<Record<TinyName, TinyProduct>>;
  readonly network: Awaited<ReturnType<typeof openNetwork>>;
}

/** A few kilometres of the demo's world with five source products, rendered once for many runs of the pipeline. */
export async function renderTinyWorld(folder: string): Promise<TinyWorld> {
  const names = Object.keys(PLANS) as TinyName[];
  if (!FIRST_PASS) throw new RangeError('the demo has no passes');
  const passes = names.map((name) => ({ ...FIRST_PASS, ...PLANS[name].pass }));
  const demo = createDemo({ seed: 7, box: TINY_AREA, passes });
  const scenesFolder = join(folder, 'scenes');
  const tiles = new Map<string, Uint8Array>();
  await renderTiles(demo.scenario, demo.box, demo.ndviDates, memorySink(tiles), {
    folders: { landcover: `landcover/${LANDCOVER_YEAR}`, dem: 'dem', ndvi: 'ndvi/filled', ndviS3: 'ndvi/s3' },
  });
  for (const [key, bytes] of tiles) {
    tiles.set(key, await inSmallBlocks(key, bytes, key.startsWith('landcover/') ? 'nearest' : 'mean'));
  }
  const products: [TinyName, TinyProduct][] = [];
  for (const [i, name] of names.entries()) {
    const acquisition = demo.acquisitions[i]?.acquisition;
    if (!acquisition) throw new RangeError(`there is no acquisition ${i}`);
    const processingStopUs = acquisition.annotation.firstLineTimeUs + PLANS[name].processedMin * 60e6;
    const plan = planAcquisition({ ...acquisition, record: { ...acquisition.record, processingStopUs } });
    const files = new Map<string, Uint8Array>();
    await renderScene(demo.scenario, plan, memorySink(files), { threads: 1 });
    await writeAll(scenesFolder, files);
    const prefix = `${plan.product}.SAFE/`;
    products.push([name, { product: plan.product, files: [...files.keys()].map((path) => path.slice(prefix.length)) }]);
  }
  const network = await openNetwork(await readModel());
  return { tiles, scenesFolder, products: Object.fromEntries(products) as TinyWorld['products'], network };
}

async function writeAll(folder: string, files: ReadonlyMap<string, Uint8Array>): Promise<void> {
  for (const [path, bytes] of files) {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), bytes);
  }
}
