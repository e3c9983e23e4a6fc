import type { GridWindow } from '../grid/grid-window.ts';

/** A scene's backscatter on the 100-m pixels of a window, row-major. */
export interface Sigma0Cells {
  readonly window: GridWindow;
  /** Linear power (σ⁰, or what the scene was opened for), mean of the samples, noise removed, sign kept; NaN without a sample. */
  readonly sigma0: Float32Array;
  /** Samples with DN ≠ 0 in the pixel. */
  readonly samples: Uint16Array;
  /** At the ellipsoid's normal, at the pixel's mean height; NaN where there is no sample. */
  readonly incidenceDeg: Float32Array;
  /** Mean image line: time of acquisition in units of the azimuth time interval; NaN where there is no sample. */
  readonly line: Float32Array;
  /** Per 1-km cell of the window: 0 outside the valid image, 1 partly, 2 wholly inside. Independent of the mask. */
  readonly observed: Uint8Array;
}
