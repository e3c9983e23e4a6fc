import type { NdviField } from '../../product/aggregate-pixels.ts';
import type { ScenePixels } from '../../product/scene-pixels.ts';
import type { Network } from '../../s2mp/open-network.ts';
import { readNdviField } from './compute-maps.ts';
import type { JudgedScene } from './judge-scene.ts';
import type { MapPlan } from './plan-map.ts';

/** All that a map is computed from. */
export interface MapInputs {
  readonly pixels: ScenePixels;
  readonly field: NdviField;
}

/**
 * Reads the NDVI and starts the network while the image is summed. What is wrong with the image is said before what is
 * wrong with the NDVI.
 *
 * @param pixels of the scene, shared by its maps
 */
export async function readInputs(
  judged: JudgedScene,
  plan: MapPlan,
  pixels: () => Promise<ScenePixels>,
  network: Network,
): Promise<MapInputs> {
  const [image, ndvi, prepared] = await Promise.allSettled([
    pixels(),
    readNdviField(plan.collection, judged, plan.ndvi),
    network.prepare(),
  ]);
  if (image.status === 'rejected') throw image.reason;
  if (ndvi.status === 'rejected') throw ndvi.reason;
  if (prepared.status === 'rejected') throw prepared.reason;
  return { pixels: image.value, field: ndvi.value };
}
