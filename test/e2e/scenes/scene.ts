import { createHash } from 'node:crypto';
import type { BoundingBox } from '../../../lib/grid/grid-window.ts';
import type { Annotation } from '../../../lib/sentinel1/annotation.ts';
import { generatedAcquisition } from '../../../lib/simulate/generated-acquisition.ts';
import { memorySink } from '../../../lib/simulate/memory-sink.ts';
import { planAcquisition } from '../../../lib/simulate/plan-acquisition.ts';
import { renderScene } from '../../../lib/simulate/render-scene.ts';
import type { ScenePlan } from '../../../lib/simulate/scene-plan.ts';
import { NDVI_TIME_MS, SCENARIO } from './world.ts';

/** A source product in memory. */
export interface Scene {
  /** Without `.SAFE`. */
  readonly product: string;
  /** By path within the product; the manifest last. */
  readonly files: ReadonlyMap<string, Uint8Array>;
  /** As the files say it. */
  readonly annotation: Annotation;
}

/** What makes an acquisition another one. */
export interface Pass {
  /** Of the first line. */
  readonly time: Date;
  readonly absoluteOrbit: number;
  readonly dataTakeId: number;
}

const TINY_BOX: BoundingBox = [4.8, 43.6, 4.83, 43.63];
const LARGE_BOX: BoundingBox = [4.7, 43.45, 5.04, 43.74];
/** The load mix is of S1A: no acquisition of these can be one of those. */
const PLATFORM = 'S1C';
/** From the first line to the end of the processing on the ground. */
const PROCESSED_AFTER_US = 100 * 60e6;

let tinyImage: Promise<Uint8Array> | undefined;

/**
 * Three by three kilometres. All tiny scenes show the same pixels, seen from the same place at another time, so that only
 * their XML files have to be made.
 */
export async function tinyScene(pass: Pass): Promise<Scene> {
  const plan = planOf(TINY_BOX, pass);
  tinyImage ??= renderImage(planOf(TINY_BOX, { time: new Date(NDVI_TIME_MS), absoluteOrbit: 39_000, dataTakeId: 1 }));
  return sceneOf(plan, await tinyImage);
}

/** 13 million samples, enough for the retrieval to start threads. */
export async function largeScene(pass: Pass): Promise<Scene> {
  const plan = planOf(LARGE_BOX, pass);
  return sceneOf(plan, await renderImage(plan));
}

function planOf(box: BoundingBox, { time, absoluteOrbit, dataTakeId }: Pass): ScenePlan {
  const firstLineTimeUs = time.getTime() * 1000;
  const view = { box, firstLineTimeUs, absoluteOrbit, dataTakeId, pass: 'ASCENDING', incidenceDeg: 38.5 } as const;
  return planAcquisition(
    generatedAcquisition(
      SCENARIO.world,
      { ...view, platform: PLATFORM },
      {
        relativeOrbit: 59,
        sliceNumber: 6,
        totalSlices: 20,
        processingStopUs: firstLineTimeUs + PROCESSED_AFTER_US,
        ipfVersion: '003.31',
        timeliness: 'NRT-3h',
      },
    ),
  );
}

async function renderImage(plan: ScenePlan): Promise<Uint8Array> {
  const files = new Map<string, Uint8Array>();
  await renderScene(SCENARIO, plan, memorySink(files));
  const image = files.get(`${plan.product}.SAFE/${plan.measurementPath}`);
  if (!image) throw new Error(`${plan.product} was rendered without ${plan.measurementPath}`);
  return image;
}

function sceneOf(plan: ScenePlan, image: Uint8Array): Scene {
  const md5 = createHash('md5').update(image).digest('hex');
  const files = new Map(plan.files.map(({ path, bytes }) => [path, bytes]));
  files.set(plan.measurementPath, image);
  files.set('manifest.safe', plan.manifest({ path: plan.measurementPath, size: image.byteLength, md5 }));
  return { product: plan.product, files, annotation: plan.annotation };
}
