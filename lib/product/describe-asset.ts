import { boundingBoxOf, type GridWindow } from '../grid/grid-window.ts';
import { defined } from './defined-member.ts';
import type { AssetDefinition } from './map-assets.ts';
import { qaBitfields } from './qa-bitfields.ts';

/** What the 1/112° grid is called; exactly 993 m from north to south. */
export const CELL_SIZE_M = 1000;

/** What an asset is, whichever map it belongs to: the same in items and in `item_assets` of the collection. */
export function describeAsset({ key, title, description, roles }: AssetDefinition) {
  return {
    title,
    description,
    type: 'image/tiff; application=geotiff; profile=cloud-optimized' as const,
    roles: [...roles],
    ...(key === 'qa' && { 'classification:bitfields': qaBitfields() }),
  };
}

export function describeBands({ bands, dataType }: AssetDefinition) {
  return bands.map(({ name, description, unit }) => ({
    name,
    description,
    data_type: dataType,
    ...defined('unit', unit),
    ...(dataType === 'float32' && { nodata: 'nan' as const }),
    'raster:sampling': 'area' as const,
    'raster:spatial_resolution': CELL_SIZE_M,
  }));
}

/** `proj:*` of a raster on the output grid. */
export function projectionOf(window: GridWindow) {
  const [west, south, east, north] = boundingBoxOf(window);
  const step = 1 / window.perDegree;
  return {
    'proj:code': 'EPSG:4326' as const,
    'proj:shape': [window.height, window.width] satisfies [number, number],
    'proj:transform': [step, 0, west, 0, -step, north] satisfies [number, 0, number, 0, number, number],
    'proj:bbox': [west, south, east, north] satisfies [number, number, number, number],
  } as const;
}
