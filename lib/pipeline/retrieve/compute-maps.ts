import { InputError } from '../../errors/input.error.ts';
import { PIXELS_PER_CELL_SIDE } from '../../grid/grid-window.ts';
import { classMask } from '../../landcover/class-mask.ts';
import { readNdvi } from '../../ndvi/read-ndvi.ts';
import { aggregatePixels, type NdviField } from '../../product/aggregate-pixels.ts';
import { assembleCells, averageCells } from '../../product/average-cells.ts';
import type { CollectionId } from '../../product/collection-id.ts';
import { emptyMapCells, type MapCells } from '../../product/map-cells.ts';
import { isEligible } from '../../product/sample-cells.ts';
import type { AggregationParameters, ScenePixels } from '../../product/scene-pixels.ts';
import { emptyInputs, selectPixels } from '../../product/select-pixels.ts';
import type { Network } from '../../s2mp/open-network.ts';
import { accumulateSigma0 } from '../../sentinel1/accumulate-sigma0.ts';
import type { BandThreads } from '../../sentinel1/band-threads.ts';
import { sampleOverviewSigma0 } from '../../sentinel1/sample-overview.ts';
import { countTerrainEffects } from '../../sentinel1/terrain-effects.ts';
import type { Configuration } from '../configuration.ts';
import type { RetrievalOptions } from '../services.ts';
import type { ChosenNdvi } from './choose-ndvi.ts';
import type { JudgedScene } from './judge-scene.ts';
import { retrieveCells } from './retrieve-cells.ts';

/** Rows of 1-km cells worked on at once: some 100 000 to 500 000 pixels, so memory does not grow with the scene. */
const BAND_ROWS = 16;

/**
 * The one pass over a scene's image, or over its overview: mean sigma0 and incidence of each crop or herbaceous 100-m pixel.
 *
 * @throws InputError `no-valid-pixels` if the image holds no data there; `no-power-overview`
 */
export async function observePixels(
  judged: JudgedScene,
  imageDetail: Configuration['imageDetail'],
  options: RetrievalOptions,
  startedThreads?: BandThreads,
): Promise<ScenePixels> {
  const { scene, pixels, classes, cornerHeightsM } = judged;
  const { threads, onProgress } = options;
  const mask = classMask(classes, isEligible);
  const cells =
    imageDetail === 'overview'
      ? await sampleOverviewSigma0(scene, pixels, mask, cornerHeightsM)
      : await accumulateSigma0(scene, pixels, mask, cornerHeightsM, {
          ...(threads !== undefined && { threads }),
          startedThreads,
          onProgress: (done, total) => onProgress?.({ product: scene.product.name, stage: 'backscatter', done, total }),
        });
  if (!cells.samples.some((count) => count > 0)) {
    throw new InputError(
      'no-valid-pixels',
      scene.measurement.source.name,
      'all samples over cropland and herbaceous vegetation are 0',
      'This product is empty there; nothing can be retrieved from it.',
    );
  }
  const { sigma0, incidenceDeg, line, observed } = cells;
  const terrain = terrainEffects(judged, sigma0);
  return { window: pixels, classes, sigma0, incidenceDeg, line, observed, ...terrain };
}

/** Nothing without a DEM: the annotation's grid knows no slopes. */
function terrainEffects({ scene, pixels, cornerHeightsM, dem, window }: JudgedScene, sigma0: Float32Array) {
  if (dem.length > 0) return countTerrainEffects(scene.annotation, pixels, cornerHeightsM, sigma0);
  const none = new Uint8Array(window.width * window.height);
  return { steep: none, distorted: none };
}

/**
 * The NDVI of a collection for the whole map: per 100-m pixel, or per cell.
 *
 * @throws InputError `invalid-ndvi` for damaged tiles, `no-ndvi` if they hold no value at all for the map
 */
export async function readNdviField(
  collection: CollectionId,
  judged: JudgedScene,
  ndvi: ChosenNdvi,
): Promise<NdviField> {
  const field = await readNdvi(ndvi.choices, collection === 's2mp-s1s2' ? judged.pixels : judged.window);
  if (field.ndvi.every(Number.isNaN)) throw emptyNdvi(ndvi);
  return field;
}

/** The map of one collection from the pixels of a scene. */
export async function computeMap(
  collection: CollectionId,
  judged: JudgedScene,
  pixels: ScenePixels,
  field: NdviField,
  network: Network,
  errorCorrelation: number,
  onProgress?: (doneRows: number, totalRows: number) => void,
): Promise<MapCells> {
  const { annotation, noise } = judged.scene;
  const parameters: AggregationParameters = {
    noiseRemoved: noise.kind !== 'none',
    errorCorrelation,
    firstLineS: 0,
    secondsPerLine: annotation.azimuthTimeIntervalS,
  };
  const isS1S2 = collection === 's2mp-s1s2';
  const cells = emptyMapCells(judged.window);
  const { height } = judged.window;
  const spare = isS1S2
    ? emptyInputs({ from: 0, to: 0 }, BAND_ROWS * PIXELS_PER_CELL_SIDE * pixels.window.width)
    : undefined;
  for (let from = 0; from < height; from += BAND_ROWS) {
    const rows = { from, to: Math.min(from + BAND_ROWS, height) };
    if (isS1S2) {
      const selected = selectPixels(pixels, field.ndvi, rows, spare);
      const retrieved = await network.retrieve(selected.sigma0Db, selected.incidenceDeg, selected.ndvi);
      aggregatePixels(pixels, field, selected, retrieved, parameters, cells);
    } else {
      const selected = averageCells(pixels, field.ndvi, rows);
      assembleCells(pixels, field, selected, await retrieveCells(network, selected), parameters, cells);
    }
    onProgress?.(rows.to, height);
  }
  return cells;
}

function emptyNdvi({ choices }: ChosenNdvi): InputError {
  return new InputError(
    'no-ndvi',
    choices.map(({ source }) => source.name).join(', '),
    'no pixel of the map has an NDVI value: all are missing or flagged',
    'Put NDVI with values there, or one of another date, and process the scene again.',
  );
}
