import type { GridWindow } from '../grid/grid-window.ts';
import type { OrbitKind } from '../sentinel1/orbit-kind.ts';
import { formatUtcUs } from '../sentinel1/utc-time.ts';
import { type Acquisition, dataTakeText } from './acquisition.ts';
import type { BandStatistics } from './band-statistics.ts';
import type { Position } from './clip-ring.ts';
import type { CollectionId } from './collection-id.ts';
import { defined } from './defined-member.ts';
import { CELL_SIZE_M, describeAsset, describeBands, projectionOf } from './describe-asset.ts';
import { footprintGeometry } from './footprint-geometry.ts';
import { checkDocument } from './json-document.ts';
import { assetKey, collectionKey, itemKey, receiptKey, run12 } from './keys.ts';
import type { SourceVersion } from './live-version.ts';
import { type AssetDefinition, MAP_ASSETS } from './map-assets.ts';
import { relativeLink } from './relative-link.ts';
import { ITEM_EXTENSIONS } from './stac-extensions.ts';
import { type StacAsset, type StacItem, stacItemSchema } from './stac-item-schema.ts';
import { type MapSummary, validPercent } from './summarize-cells.ts';
import { timelinessFields } from './timeliness.ts';

/** One file of the map, as written. */
export interface WrittenAsset {
  /** Bytes. */
  readonly size: number;
  /** {@link multihashOf} its bytes. */
  readonly checksum: string;
  /** In the order of the bands. */
  readonly statistics: readonly BandStatistics[];
}

/** Everything that an item says, none of it about the machine or the moment it was made on. */
export interface ItemDescription {
  readonly collection: CollectionId;
  readonly item: string;
  readonly run: string;
  readonly license: string;
  readonly acquisition: Acquisition & {
    readonly relativeOrbit: number;
    readonly pass: 'ASCENDING' | 'DESCENDING';
    readonly radarFrequencyHz: number;
    /** COSPAR id of the satellite, such as `2014-016A`. */
    readonly platformDesignator?: string | undefined;
    readonly sliceNumber?: number | undefined;
    readonly totalSlices?: number | undefined;
    /** `productTimelinessCategory` of the manifest. */
    readonly timeliness?: string | undefined;
  };
  readonly source: SourceVersion & {
    readonly ipfVersion: string;
    readonly noise: 'none' | 'range' | 'range-azimuth';
    /** Of a precise-orbit file; absent = the orbit of the annotation. */
    readonly orbitKind?: OrbitKind | undefined;
    /** Given for quick looks only. */
    readonly imageDetail?: 'overview' | undefined;
    /** Link to the source: a key of the same store, or an absolute URI. Absent = not linked. */
    readonly key?: string | undefined;
    readonly href?: string | undefined;
  };
  /** Longitudes unwrapped; see {@link footprintGeometry}. */
  readonly outline: readonly Position[];
  /** Raster, 1-km grid. */
  readonly window: GridWindow;
  readonly assets: Readonly<Record<AssetDefinition['key'], WrittenAsset>>;
  readonly summary: MapSummary;
  readonly retrieval: {
    readonly codeVersion: string;
    readonly model: StacItem['properties']['s2mp:model'];
    /** ρ of the 1-km uncertainty. */
    readonly errorCorrelation: number;
    readonly maxNdviAgeDays: number;
    /** `dem-egm`, `dem-ellipsoid` or `annotation-grid`. */
    readonly heights: string;
    readonly landcoverYear: number;
    readonly ndvi: readonly { readonly tile: string; readonly date: string; readonly ageDays: number }[];
  };
}

/** The STAC 1.1 item of a map. @throws InvalidDocumentError if the description makes none */
export function stacItem(description: ItemDescription): StacItem {
  const { geometry, bbox } = footprintGeometry(description.outline);
  const key = itemKey(description.collection, description.item);
  const item = {
    type: 'Feature',
    stac_version: '1.1.0',
    stac_extensions: [...ITEM_EXTENSIONS],
    id: description.item,
    collection: description.collection,
    geometry,
    bbox: [...bbox],
    properties: propertiesOf(description),
    links: linksOf(description, key),
    assets: Object.fromEntries(MAP_ASSETS.map((asset) => [asset.key, assetOf(asset, description, key)])),
  };
  return checkDocument(stacItemSchema, key, item);
}

function propertiesOf(description: ItemDescription): StacItem['properties'] {
  const { acquisition, source, retrieval, summary } = description;
  const { startUs, stopUs } = acquisition;
  const start = formatUtcUs(startUs);
  return {
    title: `Soil moisture 1 km, ${acquisition.platform}, ${start.slice(0, 10)} ${start.slice(11, 16)} UTC`,
    datetime: formatUtcUs(startUs + Math.round((stopUs - startUs) / 2)),
    start_datetime: start,
    end_datetime: formatUtcUs(stopUs),
    license: description.license,
    platform: `sentinel-${acquisition.platform.slice(1).toLowerCase()}`,
    constellation: 'sentinel-1',
    instruments: ['c-sar'],
    gsd: CELL_SIZE_M,
    version: run12(description.run),
    ...projectionOf(description.window),
    'product:type': 'SM1km',
    ...timelinessFields(acquisition.timeliness),
    'product:acquisition_type': 'nominal',
    'processing:level': 'L2',
    'processing:version': retrieval.codeVersion,
    'processing:software': { 's2mp-nrt': retrieval.codeVersion, 'Sentinel-1 IPF': source.ipfVersion },
    'processing:lineage': LINEAGE[description.collection],
    'sar:instrument_mode': 'IW',
    'sar:frequency_band': 'C',
    'sar:center_frequency': acquisition.radarFrequencyHz / 1e9,
    'sar:polarizations': ['VV'],
    'sar:observation_direction': 'right',
    'sat:absolute_orbit': acquisition.absoluteOrbit,
    'sat:relative_orbit': acquisition.relativeOrbit,
    'sat:orbit_state': acquisition.pass === 'ASCENDING' ? 'ascending' : 'descending',
    ...defined('sat:platform_international_designator', acquisition.platformDesignator),
    's2mp:run': description.run,
    's2mp:source_product': source.product,
    's2mp:source_processed': formatUtcUs(source.processedUs),
    's2mp:datatake_id': dataTakeText(acquisition.dataTakeId),
    ...defined('s2mp:slice_number', acquisition.sliceNumber),
    ...defined('s2mp:total_slices', acquisition.totalSlices),
    's2mp:noise': source.noise,
    ...defined('s2mp:orbit_source', source.orbitKind),
    ...defined('s2mp:image_detail', source.imageDetail),
    's2mp:heights': retrieval.heights,
    's2mp:model': { ...retrieval.model },
    's2mp:landcover_year': retrieval.landcoverYear,
    's2mp:ndvi': retrieval.ndvi.map(({ tile, date, ageDays }) => ({ tile, date, age_days: ageDays })),
    's2mp:max_ndvi_age_days': retrieval.maxNdviAgeDays,
    's2mp:error_correlation': retrieval.errorCorrelation,
    's2mp:cells': {
      total: summary.cells,
      observed: summary.observed,
      retrieved: summary.retrieved,
      recommended: summary.recommended,
    },
    ...defined('s2mp:mean_sm', summary.meanSm),
    's2mp:valid_percent': validPercent(summary),
  };
}

const BACKSCATTER = 'Sentinel-1 IW GRDH VV backscatter, thermal noise removed in linear power, range-Doppler geocoded;';
const LINEAGE: Readonly<Record<CollectionId, string>> = {
  's2mp-s1s2': `${BACKSCATTER} averaged over crop and herbaceous pixels of 100 m; S2MP neural network with Sentinel-2 NDVI at 100 m; mean of the soil moisture in each 1-km cell`,
  's2mp-s1s3': `${BACKSCATTER} averaged over the crop and herbaceous pixels of each 1-km cell; S2MP neural network with Sentinel-3 NDVI at 1 km`,
};

function linksOf({ collection, run, source }: ItemDescription, key: string): StacItem['links'] {
  const toCollection = relativeLink(key, collectionKey(collection));
  const sourceHref = source.key === undefined ? source.href : relativeLink(key, source.key);
  const json = 'application/json';
  return [
    { rel: 'root', href: toCollection, type: json },
    { rel: 'parent', href: toCollection, type: json },
    { rel: 'collection', href: toCollection, type: json },
    ...(sourceHref === undefined ? [] : [{ rel: 'derived_from', href: sourceHref, title: source.product }]),
    { rel: 'processing-execution', href: relativeLink(key, receiptKey(run)), type: json, title: 'Receipt of the run' },
  ];
}

function assetOf(asset: AssetDefinition, description: ItemDescription, key: string): StacAsset {
  const written = description.assets[asset.key];
  const file = assetKey(description.collection, description.item, description.run, asset.file);
  return {
    href: relativeLink(key, file),
    ...describeAsset(asset),
    ...projectionOf(description.window),
    'file:size': written.size,
    'file:checksum': written.checksum,
    bands: describeBands(asset).map((band, i) => {
      const statistics = written.statistics[i];
      if (!statistics) throw new RangeError(`${file}: no statistics of band ${band.name}`);
      return { ...band, statistics };
    }),
  };
}
