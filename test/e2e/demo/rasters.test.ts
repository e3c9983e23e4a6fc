import { beforeAll, describe, expect, it } from 'vitest';
import { filesBelow } from './files-below.ts';
import { finishedDemos } from './finished-demos.ts';
import { type RasterFacts, rasterFactsBelow } from './raster-facts.ts';

const MAP = /\/(sm|uncertainty|qa|inputs)\.tif$/;

describe.each(finishedDemos())('rasters of the demo with size $size and seed $seed', ({ folder }) => {
  let rasters: Map<string, RasterFacts>;
  beforeAll(() => {
    rasters = rasterFactsBelow(folder);
  });

  /** Paths of the rasters of which this can be said, with what it is. */
  const where = <T>(find: (facts: RasterFacts, path: string) => T | undefined) =>
    [...rasters].flatMap(([path, facts]) => {
      const found = find(facts, path);
      return found === undefined ? [] : [[path, found]];
    });

  it('are there: maps, truth, statistics, land cover, NDVI and terrain', () => {
    const kinds = [...rasters.keys()].map((path) => path.replace(/^store\//, '').split('/')[0]);
    expect(new Set(kinds)).toEqual(new Set(['collections', 'dem', 'landcover', 'ndvi', 'statistics', 'truth']));
    expect([...rasters.keys()].filter((path) => MAP.test(path))).toHaveLength(3 * 2 * 4);
  });

  it('pass the full check of validate_cloud_optimized_geotiff', () => {
    expect(where(({ cogErrors }) => cogErrors[0])).toEqual([]);
    expect(where(({ cogWarnings }) => cogWarnings[0])).toEqual([]);
  });

  it('describe every band', () => {
    expect(where(({ bands }) => bands.findIndex(({ description }) => description === '') >= 0 || undefined)).toEqual(
      [],
    );
  });

  it('declare a nodata value, but for the flags and the terrain, which have a value everywhere', () => {
    const without = where(({ bands }) => bands.some(({ nodata }) => nodata === null) || undefined);
    expect(without.filter(([path]) => !/\/qa\.tif$|^store\/dem\//.test(String(path)))).toEqual([]);
  });

  it('keep nodata outside of what the band can mean', () => {
    const isInside = (path: string, value: number) =>
      path.includes('/ndvi/') ? value >= -1 && value <= 1 : path.includes('/landcover/') ? value <= 200 : true;
    const bad = where(({ bands }, path) =>
      bands.find(({ nodata, scale, offset }) => {
        const isNumber = typeof nodata === 'number';
        return isNumber && isInside(path, nodata * (scale ?? 1) + (offset ?? 0));
      }),
    );
    expect(bad).toEqual([]);
  });

  it('hold no infinite and no undeclared missing value', () => {
    expect(where(({ bands }) => bands.find(({ nonFinite }) => nonFinite > 0)?.description)).toEqual([]);
  });

  it('give soil moisture, its uncertainty and the truth in m3 m-3', () => {
    const volumetric = where(({ bands }, path) =>
      /\/(sm|uncertainty)\.tif$|^truth\//.test(path) ? bands.map(({ unit }) => unit).join() : undefined,
    );
    expect(volumetric).toHaveLength(3 * 2 * 2 + 3);
    expect(volumetric.filter(([, unit]) => unit !== 'm3 m-3')).toEqual([]);
  });

  it('lie on the 1-km grid of 1/112 degree, edges on whole cells from 180 W and 90 N', () => {
    const offGrid = where(({ transform, epsg }, path) => {
      if (!MAP.test(path) && !/^truth\/|\/statistics\//.test(path)) return undefined;
      const [west, width, rotation, north, shear, height] = transform;
      const fits =
        epsg === '4326' &&
        rotation === 0 &&
        shear === 0 &&
        width === 1 / 112 &&
        height === -1 / 112 &&
        isWhole((west + 180) * 112) &&
        isWhole((90 - north) * 112);
      return fits ? undefined : transform;
    });
    expect(offGrid).toEqual([]);
  });

  it('are whole: no partial file lies anywhere', () => {
    const partial = filesBelow(folder).filter((path) => /\.(part|tmp)$|\/\.s2mp-tmp\//.test(path));
    expect(partial).toEqual([]);
  });
});

function isWhole(value: number): boolean {
  return Math.abs(value - Math.round(value)) < 1e-6;
}
