const extension = (name: string, version: string) =>
  `https://stac-extensions.github.io/${name}/v${version}/schema.json`;

/** Published schemas that items declare, and therefore validate against. */
export const ITEM_EXTENSIONS = [
  extension('projection', '2.0.0'),
  extension('raster', '2.0.0'),
  extension('sar', '1.3.0'),
  extension('sat', '1.2.0'),
  extension('product', '1.0.0'),
  extension('processing', '1.2.0'),
  extension('file', '2.1.0'),
  extension('classification', '1.1.0'),
  extension('version', '1.2.0'),
] as const;

export const COLLECTION_EXTENSIONS = [
  extension('projection', '2.0.0'),
  extension('raster', '2.0.0'),
  extension('sar', '1.3.0'),
  extension('product', '1.0.0'),
  extension('processing', '1.2.0'),
  extension('classification', '1.1.0'),
] as const;
