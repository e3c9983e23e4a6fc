import { join } from 'node:path';
import { z } from 'zod';
import { filesBelow } from './files-below.ts';
import { runPython } from './run-python.ts';

const bandFacts = z.object({
  description: z.string(),
  unit: z.string(),
  dataType: z.string(),
  /** 'nan', a number, or null where none is declared. */
  nodata: z.union([z.literal('nan'), z.number(), z.null()]),
  scale: z.number().nullable(),
  offset: z.number().nullable(),
  /** Valid samples that are NaN or infinite. */
  nonFinite: z.number(),
  validPercent: z.number(),
  minimum: z.number().optional(),
  maximum: z.number().optional(),
  mean: z.number().optional(),
  stddev: z.number().optional(),
});

const rasterFacts = z.object({
  path: z.string(),
  /** Of `validate_cloud_optimized_geotiff --full-check=yes`. */
  cogErrors: z.array(z.string()),
  cogWarnings: z.array(z.string()),
  width: z.number(),
  height: z.number(),
  /** GDAL's order: west, pixel width, 0, north, 0, −pixel height. */
  transform: z.tuple([z.number(), z.number(), z.number(), z.number(), z.number(), z.number()]),
  epsg: z.string().nullable(),
  bands: z.array(bandFacts),
});

export type RasterFacts = z.infer<typeof rasterFacts>;

/** GDAL's view of every `.tif` below a demo folder, by path relative to it. One Python process for all. */
export function rasterFactsBelow(demoFolder: string): Map<string, RasterFacts> {
  const paths = filesBelow(demoFolder).filter((path) => path.endsWith('.tif'));
  const facts = runPython(
    './inspect_rasters.py',
    paths.map((path) => join(demoFolder, path)),
  );
  const parsed = z.array(rasterFacts).parse(facts);
  return new Map(paths.map((path, index) => [path, parsed[index] as RasterFacts]));
}
