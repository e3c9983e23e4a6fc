import type { GridWindow } from '../grid/grid-window.ts';

/**
 * A map: one value per 1-km cell of the window in each band, row-major from the NW corner. NaN = no value, in every
 * float band; `qa` says why. `n100m` is 0 where nothing was used.
 */
export interface MapCells {
  /** 1/112° grid. */
  readonly window: GridWindow;
  /** m³ m⁻³ */
  readonly sm: Float32Array;
  /** 1 σ, m³ m⁻³ */
  readonly uncertainty: Float32Array;
  readonly qa: Uint16Array;
  /** dB of the mean linear power of the pixels used. */
  readonly sigma0VvDb: Float32Array;
  readonly incidenceDeg: Float32Array;
  readonly ndvi: Float32Array;
  /** Absolute, days. */
  readonly ndviAgeDays: Float32Array;
  /** Pixels that the value rests on, 0 … 81. */
  readonly n100m: Float32Array;
  /** Share of cropland among the 81 pixels, whatever the scene saw of them. */
  readonly cropFraction: Float32Array;
  readonly herbaceousFraction: Float32Array;
  /** Standard deviation (ddof 0) of the 100-m soil moisture in the cell, m³ m⁻³; NaN for maps retrieved at 1 km. */
  readonly smStddev: Float32Array;
  /** Seconds after the item's `start_datetime`, mean of the pixels used. */
  readonly acquisitionTimeS: Float32Array;
}

/** A map without any value yet: float bands NaN, counts and QA 0. */
export function emptyMapCells(window: GridWindow): MapCells {
  const size = window.width * window.height;
  const absent = () => new Float32Array(size).fill(Number.NaN);
  return {
    window,
    sm: absent(),
    uncertainty: absent(),
    qa: new Uint16Array(size),
    sigma0VvDb: absent(),
    incidenceDeg: absent(),
    ndvi: absent(),
    ndviAgeDays: absent(),
    n100m: new Float32Array(size),
    cropFraction: absent(),
    herbaceousFraction: absent(),
    smStddev: absent(),
    acquisitionTimeS: absent(),
  };
}
