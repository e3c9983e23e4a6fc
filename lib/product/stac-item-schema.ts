import { z } from 'zod';
import { PRIORS } from '../s2mp/prior.ts';
import { ORBIT_KINDS } from '../sentinel1/orbit-kind.ts';
import { ITEM_EXTENSIONS } from './stac-extensions.ts';

/** Our own reading of a STAC 1.1 item of a map: what is published is parsed by this first. Unknown members are errors. */

const utc = z.iso.datetime();
const sha256 = z.string().regex(/^[0-9a-f]{64}$/);
const position = z.tuple([z.number().min(-180).max(180), z.number().min(-90).max(90)]);
const ring = z.array(position).min(4);
const count = z.int().nonnegative();

export const geometrySchema = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('Polygon'), coordinates: z.array(ring).min(1) }),
  z.strictObject({ type: z.literal('MultiPolygon'), coordinates: z.array(z.array(ring).min(1)).min(1) }),
]);

/** West may be greater than east. */
export const bboxSchema = z.tuple([z.number(), z.number(), z.number(), z.number()]);

export const linkSchema = z.strictObject({
  rel: z.string().min(1),
  href: z.string().min(1),
  type: z.string().optional(),
  title: z.string().optional(),
});

const projection = {
  'proj:code': z.literal('EPSG:4326'),
  /** Height, width. */
  'proj:shape': z.tuple([z.int().positive(), z.int().positive()]),
  /** Affine: dx, 0, x of the outer corner, 0, −dy, y. */
  'proj:transform': z.tuple([z.number(), z.literal(0), z.number(), z.literal(0), z.number(), z.number()]),
  /** East may exceed 180 where the raster crosses the antimeridian. */
  'proj:bbox': bboxSchema,
};

export const bandFields = {
  name: z.string().min(1),
  description: z.string().min(1),
  data_type: z.enum(['float32', 'uint16']),
  unit: z.string().min(1).optional(),
  nodata: z.literal('nan').optional(),
  'raster:sampling': z.literal('area'),
  'raster:spatial_resolution': z.number().positive(),
};

const statistics = z.strictObject({
  minimum: z.number().optional(),
  maximum: z.number().optional(),
  mean: z.number().optional(),
  stddev: z.number().nonnegative().optional(),
  valid_percent: z.number().min(0).max(100),
});

const bitfield = z.strictObject({
  offset: z.int().min(0).max(15),
  length: z.literal(1),
  name: z.string(),
  description: z.string(),
  classes: z.array(z.strictObject({ value: z.int(), name: z.string(), description: z.string() })).length(2),
});

export const assetFields = {
  title: z.string(),
  description: z.string(),
  type: z.literal('image/tiff; application=geotiff; profile=cloud-optimized'),
  roles: z.array(z.string()).min(1),
  'classification:bitfields': z.array(bitfield).min(1).optional(),
};

const asset = z.strictObject({
  href: z.string().regex(/^\.\/[0-9a-f]{12}\/[a-z]+\.tif$/),
  ...assetFields,
  ...projection,
  'file:size': count,
  'file:checksum': z.string().regex(/^1220[0-9a-f]{64}$/),
  bands: z.array(z.strictObject({ ...bandFields, statistics })).min(1),
});

const properties = z.strictObject({
  title: z.string(),
  /** Middle of the acquisition. */
  datetime: utc,
  start_datetime: utc,
  end_datetime: utc,
  license: z.string(),
  platform: z.string(),
  constellation: z.literal('sentinel-1'),
  instruments: z.tuple([z.literal('c-sar')]),
  gsd: z.literal(1000),
  version: z.string(),
  ...projection,
  'product:type': z.literal('SM1km'),
  'product:timeliness': z.string().optional(),
  'product:timeliness_category': z.string().optional(),
  'product:acquisition_type': z.literal('nominal'),
  'processing:level': z.literal('L2'),
  'processing:version': z.string(),
  'processing:software': z.record(z.string(), z.string()),
  'processing:lineage': z.string(),
  'sar:instrument_mode': z.literal('IW'),
  'sar:frequency_band': z.literal('C'),
  /** GHz. */
  'sar:center_frequency': z.number().positive(),
  'sar:polarizations': z.tuple([z.literal('VV')]),
  'sar:observation_direction': z.literal('right'),
  'sat:absolute_orbit': z.int().positive(),
  'sat:relative_orbit': z.int().positive(),
  'sat:orbit_state': z.enum(['ascending', 'descending']),
  'sat:platform_international_designator': z.string().optional(),
  's2mp:run': sha256,
  's2mp:source_product': z.string(),
  /** End of the source's processing: with its name it decides between versions. */
  's2mp:source_processed': utc,
  's2mp:datatake_id': z.string().regex(/^[0-9A-F]{6}$/),
  's2mp:slice_number': z.int().optional(),
  's2mp:total_slices': z.int().optional(),
  's2mp:noise': z.enum(['none', 'range', 'range-azimuth']),
  /** Kind of the precise-orbit file that was used; absent = the orbit of the annotation. */
  's2mp:orbit_source': z.enum(ORBIT_KINDS).optional(),
  's2mp:image_detail': z.literal('overview').optional(),
  's2mp:heights': z.string(),
  /** `prior`: what the network was told about the wetness. */
  's2mp:model': z.strictObject({ name: z.string(), prior: z.enum(PRIORS), sha256 }),
  's2mp:landcover_year': z.int(),
  's2mp:ndvi': z.array(z.strictObject({ tile: z.string(), date: z.iso.date(), age_days: z.number().nonnegative() })),
  's2mp:max_ndvi_age_days': z.number().positive(),
  's2mp:error_correlation': z.number().min(0).max(1),
  's2mp:cells': z.strictObject({ total: count, observed: count, retrieved: count, recommended: count }),
  's2mp:mean_sm': z.number().optional(),
  /** Recommended cells of those observed. */
  's2mp:valid_percent': z.number().min(0).max(100),
});

export const stacItemSchema = z.strictObject({
  type: z.literal('Feature'),
  stac_version: z.literal('1.1.0'),
  stac_extensions: z.array(z.enum(ITEM_EXTENSIONS)),
  id: z.string().min(1),
  collection: z.string().min(1),
  geometry: geometrySchema,
  bbox: bboxSchema,
  properties,
  links: z.array(linkSchema),
  assets: z.strictObject({ sm: asset, uncertainty: asset, qa: asset, inputs: asset }),
});

export type StacItem = z.infer<typeof stacItemSchema>;
export type StacAsset = z.infer<typeof asset>;
