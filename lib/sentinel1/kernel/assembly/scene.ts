import { ImageTable } from './image-table';

/** A window of the image with its factor for each of its lines (f32 at `factors`); all four ends belong to it. */
@unmanaged
export class AzimuthWindow {
  firstLine: i32;
  lastLine: i32;
  firstSample: i32;
  lastSample: i32;
  factors: usize;
}

/** Bytes of an {@link AzimuthWindow}. */
export const AZIMUTH_WINDOW_BYTES: usize = 20;

/** Where everything of a scene lies in memory: written by the host (scene-memory.ts), the same for all threads. */
@unmanaged
export class Scene {
  midHeightM: f64;
  halfHeightM: f64;
  /** Nine f64 for each corner of a 1-km cell: geometry-nodes.ts. */
  nodes: usize;
  /** f32, (9 · cellColumns + 1) × (9 · cellRows + 1). */
  cornerHeightsM: usize;
  /** u8, 1 where a 100-m pixel is wanted. */
  mask: usize;
  /** For each wanted cell its number (i32) and the lines and samples that it may reach (f32 each). */
  cells: usize;
  cellFirstLine: usize;
  cellLastLine: usize;
  cellFirstSample: usize;
  cellLastSample: usize;
  cellCount: i32;
  cellColumns: i32;
  /** Samples of an image line. */
  samples: i32;
  /** Power of the range vectors; 0 rows where the product has no noise values. */
  noise: ImageTable;
  azimuthWindows: usize;
  azimuthWindowCount: i32;
  amplitude: ImageTable;
  /** Per 100-m pixel: f32, u16, f32, f32. */
  sigma0: usize;
  samplesOfPixel: usize;
  incidenceDeg: usize;
  line: usize;
}

/** Sums of a pixel that reaches over the border of a band. */
@unmanaged
export class PartialSum {
  pixel: i32;
  count: u32;
  power: f64;
  line: f64;
  sample: f64;
}

/** Bytes of a {@link PartialSum}. */
export const PARTIAL_SUM_BYTES: usize = 32;
