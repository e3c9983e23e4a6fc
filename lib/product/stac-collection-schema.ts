import { z } from 'zod';
import { COLLECTION_EXTENSIONS } from './stac-extensions.ts';
import { assetFields, bandFields, bboxSchema, linkSchema } from './stac-item-schema.ts';

const itemAsset = z.strictObject({ ...assetFields, bands: z.array(z.strictObject(bandFields)).min(1) });

export const stacCollectionSchema = z.strictObject({
  type: z.literal('Collection'),
  stac_version: z.literal('1.1.0'),
  stac_extensions: z.array(z.enum(COLLECTION_EXTENSIONS)),
  id: z.string().min(1),
  title: z.string(),
  description: z.string(),
  keywords: z.array(z.string()),
  license: z.string().regex(/^[\w\-.+]+$/),
  providers: z.array(
    z.strictObject({
      name: z.string(),
      roles: z.array(z.enum(['producer', 'licensor', 'processor', 'host'])),
      url: z.url().optional(),
      'processing:level': z.literal('L2').optional(),
    }),
  ),
  extent: z.strictObject({
    spatial: z.strictObject({ bbox: z.array(bboxSchema).min(1) }),
    temporal: z.strictObject({ interval: z.tuple([z.tuple([z.iso.datetime(), z.null()])]) }),
  }),
  summaries: z.record(z.string(), z.array(z.union([z.string(), z.number()])).min(1)),
  item_assets: z.strictObject({ sm: itemAsset, uncertainty: itemAsset, qa: itemAsset, inputs: itemAsset }),
  links: z.array(linkSchema),
});

export type StacCollection = z.infer<typeof stacCollectionSchema>;
