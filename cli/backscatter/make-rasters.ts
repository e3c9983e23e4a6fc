import { InputError } from '../../lib/errors/input.error.ts';
import { isRejection } from '../exit-with-message.ts';
import type { ScenesProgress } from '../progress/report-scenes.ts';
import { UsageError } from '../usage.error.ts';
import { type Claim, makeRaster, type RasterSettings } from './make-raster.ts';
import type { RasterRow, RefusedScene } from './raster-row.ts';

/** A scene without a raster, and the error itself for those who look for its cause. */
export interface Refusal {
  readonly row: RefusedScene;
  readonly error: unknown;
}

/** The rasters of several scenes, one after another. A scene that cannot be done does not stop the others. */
export async function makeRasters(
  scenes: readonly string[],
  settings: RasterSettings,
  progress: ScenesProgress,
): Promise<{ rasters: RasterRow[]; refused: Refusal[] }> {
  const rasters: RasterRow[] = [];
  const refused: Refusal[] = [];
  const claims = new Map<string, Claim>();
  for (const [index, scene] of scenes.entries()) {
    progress.done(index);
    try {
      rasters.push(await makeRaster(scene, settings, claims, (update) => progress.scene(update)));
    } catch (error) {
      refused.push({ row: refusedScene(scene, error), error });
    }
  }
  progress.done(scenes.length);
  return { rasters, refused };
}

function refusedScene(scene: string, error: unknown): RefusedScene {
  const message = error instanceof Error ? error.message : String(error);
  if (!isRejection(error)) return { scene, state: 'failed', message };
  return { scene, state: 'rejected', ...(error instanceof InputError && { reason: error.reason }), message };
}

/** What all scenes have in common must be right before the first one is begun. @throws UsageError */
export function requireClasses({ classes, landcover }: Pick<RasterSettings, 'classes' | 'landcover'>): void {
  if (classes !== 'all' && landcover === undefined) {
    throw new UsageError('--classes of a land cover need --landcover; --classes all does without.');
  }
}
