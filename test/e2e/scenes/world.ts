import type { BoundingBox } from '../../../lib/grid/grid-window.ts';
import { NDVI_FILLED_PREFIX, NDVI_S3_PREFIX } from '../../../lib/product/keys.ts';
import { memorySink } from '../../../lib/simulate/memory-sink.ts';
import { renderTiles } from '../../../lib/simulate/render-tiles.ts';
import { createScenario } from '../../../lib/simulate/scenario.ts';

/** On both sides of 5° E, so that a large scene needs two tiles of everything. */
const WORLD_BOX: BoundingBox = [4.68, 43.44, 5.06, 43.76];
/** Folder of the land cover; the deployment of the tests names it too. */
const LANDCOVER_YEAR = 2019;

/** Of the world's NDVI; a scene needs one within 20 days of it. */
export const NDVI_DATE = '2021-08-15';
export const NDVI_TIME_MS = Date.parse(`${NDVI_DATE}T12:00:00Z`);

/** The ground that every scene of the suite shows, rendered anew by each process in a fraction of a second. */
export const SCENARIO = createScenario({ seed: 7, box: WORLD_BOX }, [NDVI_TIME_MS]);

/** Land cover, terrain and NDVI by their keys in the store. */
export async function worldTiles(): Promise<Map<string, Uint8Array>> {
  const tiles = new Map<string, Uint8Array>();
  await renderTiles(SCENARIO, WORLD_BOX, [NDVI_DATE], memorySink(tiles), {
    folders: {
      landcover: `landcover/${LANDCOVER_YEAR}`,
      dem: 'dem',
      ndvi: NDVI_FILLED_PREFIX.slice(0, -1),
      ndviS3: NDVI_S3_PREFIX.slice(0, -1),
    },
  });
  return tiles;
}
