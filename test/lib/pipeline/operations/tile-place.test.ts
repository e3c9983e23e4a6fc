import { describe, expect, test } from 'vitest';
import { type TileKind, tilePlace } from '../../../../lib/pipeline/operations/tile-place.ts';

describe('tilePlace', () => {
  test.each<[TileKind, string, string, string]>([
    ['landcover', 'landcover/2019/N43E003.tif', 'N43E003', 'landcover/2019/N43E003.tif'],
    ['dem', 'dem/S01W078.tif', 'S01W078', 'dem/S01W078.tif'],
    ['dem', 'dem/Copernicus_DSM_COG_10_N43_00_E003_00_DEM.tif', 'N43E003', 'dem/N43E003.tif'],
    ['dem', 'dem/Copernicus_DSM_COG_30_S01_00_W078_00_DEM.tif', 'S01W078', 'dem/S01W078.tif'],
    [
      'dem',
      'dem/Copernicus_DSM_COG_10_N43_00_E003_00_DEM/Copernicus_DSM_COG_10_N43_00_E003_00_DEM.tif',
      'N43E003',
      'dem/N43E003.tif',
    ],
    ['ndvi/filled', 'ndvi/filled/N43E003/2021-08-15.tif', 'N43E003', 'ndvi/filled/N43E003/2021-08-15.tif'],
    ['ndvi/s3', 'ndvi/s3/N00W001/2024-02-29.tif', 'N00W001', 'ndvi/s3/N00W001/2024-02-29.tif'],
  ])('of %s %s', (kind, path, tile, key) => {
    expect(tilePlace(kind, path)).toEqual({ kind, tile, key });
  });

  test.each<[TileKind, string]>([
    ['landcover', 'landcover/N43E003.tif'],
    ['landcover', 'landcover/19/N43E003.tif'],
    ['landcover', 'landcover/2019/N43E003.tiff'],
    ['landcover', 'landcover/2019/n43e003.tif'],
    ['landcover', 'landcover/2019/N43E3.tif'],
    ['landcover', 'landcover/2019/N90E003.tif'],
    ['dem', 'dem/montpellier.tif'],
    ['dem', 'dem/N43E003/N43E003.tif'],
    ['dem', 'dem/Copernicus_DSM_COG_10_N43_00_E002_00_DEM/Copernicus_DSM_COG_10_N43_00_E003_00_DEM.tif'],
    ['dem', 'dem/Copernicus_DSM_COG_10_N43_00_E003_00_WBM.tif'],
    ['dem', 'dem/Copernicus_DSM_COG_40_N43_00_E003_00_DEM.tif'],
    ['ndvi/filled', 'ndvi/filled/N43E003.tif'],
    ['ndvi/filled', 'ndvi/filled/N43E003/2021-02-30.tif'],
    ['ndvi/filled', 'ndvi/filled/N43E003/20210815.tif'],
    ['ndvi/filled', 'ndvi/filled/2021-08-15/N43E003.tif'],
    ['ndvi/s3', 'ndvi/s3/N43E003/2021-8-15.tif'],
  ])('is none for %s %s', (kind, path) => {
    expect(tilePlace(kind, path)).toBeUndefined();
  });
});
