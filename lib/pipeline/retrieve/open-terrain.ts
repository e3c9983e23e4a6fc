import type { GridWindow } from '../../grid/grid-window.ts';
import type { Annotation } from '../../sentinel1/annotation.ts';
import type { Services } from '../services.ts';
import { demTiles as demTilesOf } from '../sources/tiles-in-store.ts';
import { demTerrain, gridTerrain, type Terrain } from './terrain.ts';

/**
 * Heights of an area from where the configuration takes them.
 *
 * @throws InputError `invalid-dem`
 */
export async function openTerrain(
  annotation: Annotation,
  area: GridWindow,
  { configuration, store, demTiles = demTilesOf(store) }: Pick<Services, 'configuration' | 'store' | 'demTiles'>,
): Promise<Terrain> {
  if (configuration.heights === 'annotation-grid') return gridTerrain(annotation, area);
  return demTerrain(demTiles, configuration.heights === 'dem-egm' ? 'egm' : 'ellipsoid', area);
}
