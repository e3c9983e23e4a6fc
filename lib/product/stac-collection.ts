import type { BoundingBox } from '../grid/grid-window.ts';
import type { CollectionId } from './collection-id.ts';
import { describeAsset, describeBands } from './describe-asset.ts';
import { checkDocument } from './json-document.ts';
import { collectionKey } from './keys.ts';
import { MAP_ASSETS } from './map-assets.ts';
import { type StacCollection, stacCollectionSchema } from './stac-collection-schema.ts';
import { COLLECTION_EXTENSIONS } from './stac-extensions.ts';

const TEXTS: Readonly<Record<CollectionId, { title: string; ndvi: string }>> = {
  's2mp-s1s2': {
    title: 'S2MP surface soil moisture 1 km, Sentinel-1 and Sentinel-2',
    ndvi: 'Retrieved for each 100-m pixel with gap-filled Sentinel-2 NDVI, then averaged to 1 km.',
  },
  's2mp-s1s3': {
    title: 'S2MP surface soil moisture 1 km, Sentinel-1 and Sentinel-3',
    ndvi: 'Retrieved at 1 km with Sentinel-3 NDVI.',
  },
};

/** Sentinel-1 data are public since this day. */
const SENTINEL1_START = '2014-10-03T00:00:00Z';

export interface CollectionDescription {
  readonly collection: CollectionId;
  /** SPDX id. */
  readonly license: string;
  /** Areas of interest, west < east; east may exceed 180. At least one. */
  readonly areas: readonly BoundingBox[];
}

/**
 * The STAC 1.1 collection of one product: from configuration alone, so that it never changes with what arrives.
 * It has no links to its items, which are found by their keys.
 */
export function stacCollection({ collection, license, areas }: CollectionDescription): StacCollection {
  const { title, ndvi } = TEXTS[collection];
  const document = {
    type: 'Collection',
    stac_version: '1.1.0',
    stac_extensions: [...COLLECTION_EXTENSIONS],
    id: collection,
    title,
    description:
      'Volumetric moisture of the soil surface (m3 m-3) from Sentinel-1 VV backscatter by the S2MP neural network ' +
      `(Madelon et al. 2023, doi 10.5194/hess-27-1221-2023). ${ndvi} Crops and grassland only; about 0.05 m3 m-3. ` +
      'The network is trained by this project on the published models. ' +
      'Contains modified Copernicus Sentinel data.',
    keywords: ['soil moisture', 'Sentinel-1', 'SAR', 'S2MP', 'near real time'],
    license,
    providers: [
      {
        name: 'European Union, ESA, Copernicus',
        roles: ['producer', 'licensor'],
        url: 'https://dataspace.copernicus.eu',
      },
      { name: 's2mp-nrt', roles: ['processor'], 'processing:level': 'L2' },
    ],
    extent: {
      spatial: { bbox: extentOf(areas) },
      temporal: { interval: [[SENTINEL1_START, null]] },
    },
    summaries: {
      constellation: ['sentinel-1'],
      instruments: ['c-sar'],
      gsd: [1000],
      'proj:code': ['EPSG:4326'],
      'product:type': ['SM1km'],
      'processing:level': ['L2'],
      'sar:instrument_mode': ['IW'],
      'sar:frequency_band': ['C'],
      'sar:polarizations': ['VV'],
    },
    item_assets: Object.fromEntries(
      MAP_ASSETS.map((asset) => [asset.key, { ...describeAsset(asset), bands: describeBands(asset) }]),
    ),
    links: [{ rel: 'root', href: './collection.json', type: 'application/json' }],
  };
  return checkDocument(stacCollectionSchema, collectionKey(collection), document);
}

/** One box alone, or first the box around all and then each (STAC: a list of two would be neither). */
function extentOf(areas: readonly BoundingBox[]): BoundingBox[] {
  const [only, ...others] = areas;
  if (!only) throw new RangeError('a collection needs at least one area of interest');
  if (others.length === 0) return [wrapped(only)];
  const bounds = areas.reduce<BoundingBox>(
    ([west, south, east, north], area) => [
      Math.min(west, area[0]),
      Math.min(south, area[1]),
      Math.max(east, area[2]),
      Math.max(north, area[3]),
    ],
    only,
  );
  return [bounds, ...areas].map(wrapped);
}

/** East of 180 goes on at −180 (RFC 7946, section 5.2). */
function wrapped([west, south, east, north]: BoundingBox): BoundingBox {
  if (east - west >= 360) return [-180, south, 180, north];
  return [west, south, east > 180 ? east - 360 : east, north];
}
