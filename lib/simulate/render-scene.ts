import { createHash } from 'node:crypto';
import {
  type BoundingBox,
  boundingBoxOf,
  CELLS_PER_DEGREE_100M,
  type GridWindow,
  windowAround,
} from '../grid/grid-window.ts';
import { formatUtcUs } from '../sentinel1/utc-time.ts';
import type { FileSink } from './file-sink.ts';
import { streamSeed } from './hash.ts';
import { heightSurface } from './height-surface.ts';
import { boxOfImage } from './image-box.ts';
import { renderImage } from './render-image.ts';
import type { Scenario } from './scenario.ts';
import { scenePower } from './scene-backscatter.ts';
import type { ScenePlan } from './scene-plan.ts';
import { stripTiffHeader } from './strip-tiff.ts';

export interface RenderOptions {
  /** Default: the cores, at most 4; 0 or 1 renders without threads. The result is the same. */
  readonly threads?: number;
  /** Called with the number of image lines that are done. */
  readonly onProgress?: (doneLines: number, totalLines: number) => void;
  /** Folder in the sink that holds the product's folder. Default: the sink's root. */
  readonly folder?: string;
  /** Without speckle, for tests of radiometry and geometry. */
  readonly isSpeckled?: boolean;
}

export interface RenderedScene {
  readonly product: string;
  /** Path of the product's folder in the sink, ending in `.SAFE`. */
  readonly path: string;
  readonly samples: number;
  readonly lines: number;
}

/** Terrain can move a point by a few kilometres beyond where the sea-level image ends. */
const MARGIN_DEG = 0.03;
const BORDER_NEAR = 8;
const BORDER_FAR = 24;

/**
 * Renders one product: XML files and pixels first, `manifest.safe` last, so a product with a manifest is complete.
 * The same scenario and plan give the same bytes.
 */
export async function renderScene(
  scenario: Scenario,
  plan: ScenePlan,
  sink: FileSink,
  options: RenderOptions = {},
): Promise<RenderedScene> {
  const { annotation } = plan;
  const { samples, lines } = annotation;
  const folder = options.folder ? `${options.folder}/` : '';
  const path = `${folder}${plan.product}.SAFE`;
  const window = windowOfImage(plan, scenario);
  const surface = heightSurface(scenario.world, boundingBoxOf(window));
  const truth = scenePower(scenario, annotation, surface, window);
  for (const file of plan.files) await sink.write(`${path}/${file.path}`, file.bytes);
  const measurement = await sink.stream(`${path}/${plan.measurementPath}`);
  const md5 = createHash('md5');
  let size = 0;
  const append = async (bytes: Uint8Array): Promise<void> => {
    md5.update(bytes);
    size += bytes.byteLength;
    await measurement.append(bytes);
  };
  await append(header(plan));
  const job = {
    annotation,
    calibration: plan.calibration,
    noise: plan.noise,
    surface,
    truth,
    seed: streamSeed(scenario.world.seed, `speckle ${annotation.firstLineTimeUs}`),
    borderNear: Math.min(BORDER_NEAR, Math.floor(samples / 50)),
    borderFar: Math.min(BORDER_FAR, Math.floor(samples / 25)),
    isSpeckled: options.isSpeckled ?? true,
  };
  const onBand = async (pixels: Uint16Array, firstLine: number): Promise<void> => {
    await append(new Uint8Array(pixels.buffer, pixels.byteOffset, pixels.byteLength));
    options.onProgress?.(firstLine + pixels.length / samples, lines);
  };
  await renderImage(job, onBand, options.threads);
  await measurement.close();
  const manifest = plan.manifest({ path: plan.measurementPath, size, md5: md5.digest('hex') });
  await sink.write(`${path}/manifest.safe`, manifest);
  return { product: plan.product, path, samples, lines };
}

/** The 100-m pixels that the image may show, with a margin for the displacement by terrain. */
function windowOfImage({ annotation }: ScenePlan, { world }: Scenario): GridWindow {
  const [west, south, east, north] = boxOfImage(annotation, undefined, (world.box[0] + world.box[2]) / 2);
  const wider: BoundingBox = [west - MARGIN_DEG, south - MARGIN_DEG, east + MARGIN_DEG, north + MARGIN_DEG];
  return windowAround(wider, CELLS_PER_DEGREE_100M);
}

function header({ annotation, ipfVersion }: ScenePlan): Uint8Array {
  const grid = annotation.geolocationGrid;
  const points = Array.from(grid.line, (line, k) => ({
    line,
    pixel: grid.pixel[k] as number,
    lonDeg: grid.longitudeDeg[k] as number,
    latDeg: grid.latitudeDeg[k] as number,
    heightM: grid.heightM[k] as number,
  }));
  const dateTime = formatUtcUs(annotation.firstLineTimeUs).slice(0, 19).replaceAll('-', ':').replace('T', ' ');
  return stripTiffHeader(annotation.samples, annotation.lines, points, {
    description: `Sentinel-1${annotation.platform.slice(2)} IW GRD HR L1, simulated`,
    software: `Sentinel-1 IPF ${ipfVersion}`,
    dateTime,
  });
}
