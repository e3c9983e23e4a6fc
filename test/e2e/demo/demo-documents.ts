import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { z } from 'zod';
import { filesBelow } from './files-below.ts';

const bandSchema = z.looseObject({
  name: z.string(),
  description: z.string(),
  data_type: z.string(),
  unit: z.string().optional(),
  nodata: z.union([z.number(), z.string()]).optional(),
  statistics: z.record(z.string(), z.number()),
});

const assetSchema = z.looseObject({
  href: z.string(),
  'file:size': z.number(),
  'file:checksum': z.string(),
  'proj:code': z.string(),
  'proj:shape': z.tuple([z.number(), z.number()]),
  'proj:transform': z.array(z.number()).length(6),
  'proj:bbox': z.tuple([z.number(), z.number(), z.number(), z.number()]),
  'classification:bitfields': z.array(z.looseObject({ offset: z.number(), length: z.number() })).optional(),
  bands: z.array(bandSchema),
});

const linksSchema = z.array(z.looseObject({ rel: z.string(), href: z.string() }));

const documentSchema = z.looseObject({
  type: z.enum(['Feature', 'Collection']),
  stac_version: z.literal('1.1.0'),
  stac_extensions: z.array(z.string()),
  id: z.string(),
  links: linksSchema,
});

const itemSchema = documentSchema.extend({
  type: z.literal('Feature'),
  collection: z.string(),
  properties: z.looseObject({ start_datetime: z.iso.datetime() }),
  assets: z.record(z.string(), assetSchema),
});

export type DemoItem = z.infer<typeof itemSchema>;

/** A STAC document of a demo and where it lies; links are relative to `folder`. */
export interface Located<T> {
  readonly path: string;
  readonly folder: string;
  readonly document: T;
}

/** Every JSON file below `store/collections`. */
export function stacDocuments(demoFolder: string): Located<z.infer<typeof documentSchema>>[] {
  const root = join(demoFolder, 'store/collections');
  const paths = filesBelow(root).filter((path) => path.endsWith('.json'));
  return paths.map((path) => {
    const file = join(root, path);
    return { path, folder: dirname(file), document: documentSchema.parse(JSON.parse(readFileSync(file, 'utf8'))) };
  });
}

export function stacItems(demoFolder: string): Located<DemoItem>[] {
  return stacDocuments(demoFolder)
    .filter(({ document }) => document.type === 'Feature')
    .map((located) => ({ ...located, document: itemSchema.parse(located.document) }));
}
