import { type GridWindow, geoTransformOf } from '../grid/grid-window.ts';
import type { CogSpec } from '../raster/encode-cog.ts';
import type { AssetFile } from './keys.ts';
import type { MapCells } from './map-cells.ts';

/** One band of an asset. Float bands are NaN where there is no value; the QA band has a value everywhere. */
export interface BandDefinition {
  readonly name: string;
  readonly description: string;
  /** UDUNITS; absent for what has none (a bit field). */
  readonly unit?: string;
  readonly values: (cells: MapCells) => Float32Array | Uint16Array;
}

export interface AssetDefinition {
  /** Key of the asset in the STAC item. */
  readonly key: 'sm' | 'uncertainty' | 'qa' | 'inputs';
  readonly file: AssetFile;
  readonly title: string;
  readonly description: string;
  readonly roles: readonly string[];
  readonly dataType: 'float32' | 'uint16';
  readonly bands: readonly BandDefinition[];
}

const SM_UNIT = 'm3 m-3';

/** The files of a map and their bands, in order. Fill values and flags never share a band with data. */
export const MAP_ASSETS: readonly AssetDefinition[] = [
  {
    key: 'sm',
    file: 'sm.tif',
    title: 'Soil moisture',
    description: 'Volumetric moisture of the soil surface (top 1 to 2 cm), mean over crops and grassland of each cell',
    roles: ['data'],
    dataType: 'float32',
    bands: [
      { name: 'sm', description: 'Volumetric surface soil moisture', unit: SM_UNIT, values: (cells) => cells.sm },
    ],
  },
  {
    key: 'uncertainty',
    file: 'uncertainty.tif',
    title: 'Uncertainty of soil moisture',
    description: 'One standard deviation of the error of the soil moisture, as the retrieval knows it',
    roles: ['data', 'uncertainty'],
    dataType: 'float32',
    bands: [
      {
        name: 'uncertainty',
        description: 'Standard uncertainty (1 sigma) of the soil moisture',
        unit: SM_UNIT,
        values: (cells) => cells.uncertainty,
      },
    ],
  },
  {
    key: 'qa',
    file: 'qa.tif',
    title: 'Quality bits',
    description: 'Why not to use a cell, one bit for each reason; 0 = recommended',
    roles: ['data-mask', 'quality'],
    dataType: 'uint16',
    bands: [{ name: 'qa', description: 'Quality bits, 0 = recommended', values: (cells) => cells.qa }],
  },
  {
    key: 'inputs',
    file: 'inputs.tif',
    title: 'Inputs of the retrieval',
    description: 'What the soil moisture of each cell was made from, mean over the pixels used',
    roles: ['data', 'metadata'],
    dataType: 'float32',
    bands: [
      {
        name: 'sigma0_vv',
        description: 'VV backscatter coefficient, dB of the mean linear power, thermal noise removed',
        unit: 'dB',
        values: (cells) => cells.sigma0VvDb,
      },
      {
        name: 'incidence',
        description: 'Incidence angle on the ellipsoid',
        unit: 'degree',
        values: (cells) => cells.incidenceDeg,
      },
      { name: 'ndvi', description: 'Normalized difference vegetation index', unit: '1', values: (cells) => cells.ndvi },
      {
        name: 'ndvi_age',
        description: 'Days between NDVI and acquisition, absolute',
        unit: 'd',
        values: (cells) => cells.ndviAgeDays,
      },
      { name: 'n_100m', description: 'Pixels of 100 m used, of 81', unit: '1', values: (cells) => cells.n100m },
      {
        name: 'crop_fraction',
        description: 'Share of cropland in the cell',
        unit: '1',
        values: (cells) => cells.cropFraction,
      },
      {
        name: 'herbaceous_fraction',
        description: 'Share of herbaceous vegetation in the cell',
        unit: '1',
        values: (cells) => cells.herbaceousFraction,
      },
      {
        name: 'sm_stddev',
        description: 'Standard deviation (ddof 0) of the 100-m soil moisture in the cell',
        unit: SM_UNIT,
        values: (cells) => cells.smStddev,
      },
      {
        name: 'acquisition_time',
        description: 'Acquisition time of the cell after start_datetime of the item',
        unit: 's',
        values: (cells) => cells.acquisitionTimeS,
      },
    ],
  },
];

/**
 * What the COG writer needs for one asset of a map.
 *
 * @param metadata dataset items of the TIFF; they decide its bytes like the cells do, so no time of running among them
 */
export function assetCogSpec(
  asset: AssetDefinition,
  cells: MapCells,
  metadata: Readonly<Record<string, string>> = {},
): CogSpec {
  const { window } = cells;
  return {
    width: window.width,
    height: window.height,
    dataType: asset.dataType,
    bands: asset.bands.map(({ values, description, unit }) => ({
      data: values(cells),
      description,
      ...(unit !== undefined && { unit }),
    })),
    transform: geoTransformOf(window),
    ...(asset.dataType === 'float32' && { nodata: Number.NaN }),
    overviews: asset.dataType === 'float32' ? 'mean' : 'nearest',
    tileSize: tileSizeOf(window),
    metadata: { ...metadata },
  };
}

/** What COG readers expect, and for a smaller map no more than holds it: the rest of a tile would be compressed for nothing. */
function tileSizeOf({ width, height }: GridWindow): number {
  return Math.min(512, Math.ceil(Math.max(width, height) / 16) * 16);
}
