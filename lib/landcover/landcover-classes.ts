/** Codes of Copernicus LC100 (CGLS, discrete classification v3.0.1) that the retrieval looks at. */
export const LANDCOVER = { herbaceous: 30, cropland: 40, noData: 255 } as const;
