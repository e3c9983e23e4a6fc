/** Codes of Copernicus LC100 (CGLS, discrete classification v3.0.1) that the retrieval looks at. */
export const LANDCOVER = { herbaceous: 30, cropland: 40, noData: 255 } as const;

/** Every code of that classification, 0 (unknown) included: others tell of another legend or of damaged pixels. */
export const LC100_CODES: ReadonlySet<number> = new Set([
  ...[0, 20, 30, 40, 50, 60, 70, 80, 90, 100],
  ...[111, 112, 113, 114, 115, 116, 121, 122, 123, 124, 125, 126, 200],
]);
