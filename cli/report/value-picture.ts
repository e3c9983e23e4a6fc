import { COLOURS, NO_VALUE } from './colour-map.ts';
import type { IndexedPicture } from './png.ts';

/** How values become colours. */
export interface ColourScale {
  readonly min: number;
  readonly max: number;
  /** COLOURS entries, R, G, B (colour-map.ts). */
  readonly colours: Uint8Array;
}

/** One pixel per cell; values past the ends take the end colours, NaN is grey. */
export function valuePicture(values: Float32Array, width: number, height: number, scale: ColourScale): IndexedPicture {
  const palette = new Uint8Array((COLOURS + 1) * 3);
  palette.set(scale.colours);
  palette.set(NO_VALUE, COLOURS * 3);
  const indexes = new Uint8Array(width * height);
  const factor = (COLOURS - 1) / (scale.max - scale.min);
  for (let i = 0; i < indexes.length; i++) {
    const value = values[i] as number;
    indexes[i] = Number.isNaN(value)
      ? COLOURS
      : Math.round(Math.min(COLOURS - 1, Math.max(0, (value - scale.min) * factor)));
  }
  return { width, height, indexes, palette };
}

/** The scale itself as a strip, lowest value at the left. */
export function colourBarPicture({ colours }: ColourScale): IndexedPicture {
  return { width: COLOURS, height: 1, indexes: Uint8Array.from({ length: COLOURS }, (_, i) => i), palette: colours };
}
