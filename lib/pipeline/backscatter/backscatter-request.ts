import type { HeightReference } from '../../dem/height-field.ts';
import type { BoundingBox } from '../../grid/grid-window.ts';
import type { RangeSource } from '../../raster/range-source.ts';
import type { TileSet } from '../../raster/tile-set.ts';
import type { BackscatterQuantity } from '../../sentinel1/backscatter-quantity.ts';

/** What raster is asked for, and what it is made from besides the scene. */
export interface BackscatterRequest {
  readonly quantity: BackscatterQuantity;
  /** Only 100-m pixels of these classes of {@link landcover}; absent: all pixels. */
  readonly cover?: { readonly landcover: TileSet; readonly classes: readonly number[] };
  /** Terrain; absent: the heights of the annotation's grid. */
  readonly dem?: { readonly tiles: TileSet; readonly reference: HeightReference };
  /** A precise-orbit file; absent: the orbit of the annotation. */
  readonly orbit?: RangeSource;
  /** The raster is cut to the whole 1-km cells around this box. */
  readonly bbox?: BoundingBox;
  /** `version` of package.json. */
  readonly codeVersion: string;
}

/** `dem-egm`, `dem-ellipsoid` or `annotation-grid`, as the pipeline's configuration names it. */
export function heightsOf({ dem }: Pick<BackscatterRequest, 'dem'>): string {
  return dem ? `dem-${dem.reference}` : 'annotation-grid';
}
