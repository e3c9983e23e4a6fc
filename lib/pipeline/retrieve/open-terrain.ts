import type { GridWindow } from '../../grid/grid-window.ts';
import type { Annotation } from '../../sentinel1/annotation.ts';
import type { Services } from '../services.ts';
import { demTiles } from '../sources/tiles-in-store.ts';
import { demTerrain, gridTerrain, type Terrain } from './terrain.ts';

/**
 * Heights of an area from where the configuration takes them.
 *
 * @throws InputError `invalid-dem`
 */
export async function openTerrain(
  annotation: Annotation,
  area: GridWindow,
  { configuration, store }: Pick<Services, 'configuration' | 'store'>,
): Promise<Terrain> {
  if (configuration.heights === 'annotation-grid') return gridTerrain(annotation, area);
  return demTerrain(demTiles(store), configuration.heights === 'dem-egm' ? 'egm' : 'ellipsoid', area);
}
