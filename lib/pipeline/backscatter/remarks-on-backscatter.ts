import type { BackscatterRequest } from './backscatter-request.ts';
import type { AbsentTiles } from './make-backscatter.ts';
import type { BackscatterPlan } from './plan-backscatter.ts';

/** What a reader of the raster would wonder about: one sentence for each input that was absent. */
export function remarksOnBackscatter(
  { demAbsent, landcoverAbsent }: AbsentTiles,
  { scene }: BackscatterPlan,
  { dem }: BackscatterRequest,
): string[] {
  const remarks: string[] = [];
  if (!dem) remarks.push('Terrain heights are those of the annotation grid: no DEM was given.');
  if (demAbsent.length > 0) remarks.push(`There is no DEM for ${demAbsent.join(', ')}: taken as sea level.`);
  if (landcoverAbsent.length > 0) {
    remarks.push(`There is no land cover for ${landcoverAbsent.join(', ')}: no pixel is wanted there.`);
  }
  if (scene.noise.kind === 'none') {
    remarks.push('The noise tables of the product are all 0: no noise was removed.');
  }
  return remarks;
}
