/** The two products. Sentinel-1 with Sentinel-2 NDVI, retrieved at 100 m; with Sentinel-3 NDVI, retrieved at 1 km. */
export const COLLECTION_IDS = ['s2mp-s1s2', 's2mp-s1s3'] as const;

export type CollectionId = (typeof COLLECTION_IDS)[number];
