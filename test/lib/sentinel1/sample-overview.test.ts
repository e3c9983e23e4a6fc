import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type GridWindow, toPixels100m, windowAround } from '../../../lib/grid/grid-window.ts';
import { openTiff } from '../../../lib/raster/open-tiff.ts';
import { sourceOfBytes } from '../../../lib/raster/range-source.ts';
import type { TiffImage } from '../../../lib/raster/tiff-image.ts';
import { seededRandom } from '../../../lib/s2mp/seeded-random.ts';
import { accumulateSigma0 } from '../../../lib/sentinel1/accumulate-sigma0.ts';
import { requirePowerOverview } from '../../../lib/sentinel1/power-overview.ts';
import { sampleOverviewSigma0 } from '../../../lib/sentinel1/sample-overview.ts';
import type { SceneImage } from '../../../lib/sentinel1/scene-input.ts';
import { gdalTranslate, hasGdal } from '../raster/gdal.ts';
import { PATHS, syntheticAnnotation } from './synthetic-orbit.ts';
import { tiffBytes } from './tiff-bytes.ts';

// 1301 lines: the overview has 162 rows and not 162.6, so that its rows are not exactly 8 lines.
const annotation = syntheticAnnotation(PATHS.ascending, 1200, 1301, 300);
const { samples, lines } = annotation;
const folder = mkdtempSync(join(tmpdir(), 's2mp-overview-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Smooth amplitude along both axes, with or without speckle of 4.4 looks; no data in the last 60 samples. */
function dnOf(speckle: boolean): Uint16Array {
  const random = seededRandom(3, 'speckle');
  return Uint16Array.from({ length: samples * lines }, (_, i) => {
    const [line, sample] = [Math.floor(i / samples), i % samples];
    if (sample >= samples - 60) return 0;
    const mean = 300 + 60 * Math.sin(line / 90) + 40 * Math.cos(sample / 70);
    const looks = [random, random, random, random].reduce((sum, { uniform }) => sum - Math.log(1 - uniform()), 0) / 4;
    return Math.round(mean * (speckle ? Math.sqrt(looks) : 1));
  });
}

async function cogOf(dn: Uint16Array, resampling: string): Promise<TiffImage> {
  const [from, to] = [join(folder, `${resampling}.tif`), join(folder, `${resampling}-cog.tif`)];
  writeFileSync(from, tiffBytes(dn, samples, lines));
  const creationOptions = [
    'COMPRESS=DEFLATE',
    `OVERVIEW_RESAMPLING=${resampling}`,
    'OVERVIEW_COUNT=4',
    'BLOCKSIZE=128',
  ];
  gdalTranslate([{ from, to, format: 'COG', creationOptions, noData: 0 }]);
  return openTiff(sourceOfBytes('vv-cog.tiff', readFileSync(to)));
}

function sceneOf(measurement: TiffImage): SceneImage {
  const pixel = Float64Array.of(0, samples - 1);
  const vectors = [0, lines].map((line) => ({ line, pixel, amplitude: Float64Array.of(660, 640) }));
  return {
    annotation,
    calibration: { vectors },
    noise: { kind: 'none', range: [], azimuth: [] },
    measurement,
    validSamples: { first: 0, last: samples - 61, firstLine: 0, lastLine: lines - 1 },
  };
}

function windowOfImage(): GridWindow {
  const { longitudeDeg, latitudeDeg } = annotation.geolocationGrid;
  const box = [
    Math.min(...longitudeDeg),
    Math.min(...latitudeDeg),
    Math.max(...longitudeDeg),
    Math.max(...latitudeDeg),
  ];
  return toPixels100m(windowAround([box[0] ?? 0, box[1] ?? 0, box[2] ?? 0, box[3] ?? 0], 112));
}

describe.runIf(hasGdal())('an image with overviews that GDAL made', () => {
  let rms: TiffImage;
  let rmsOfSpeckle: TiffImage;
  beforeAll(async () => {
    rms = await cogOf(dnOf(false), 'RMS');
    rmsOfSpeckle = await cogOf(dnOf(true), 'RMS');
  }, 60_000);

  test('gives nearly the backscatter of all its samples, in the same places', async () => {
    const window = windowOfImage();
    const mask = new Uint8Array(window.width * window.height).fill(1);
    const hills = Float32Array.from(
      { length: (window.width + 1) * (window.height + 1) },
      (_, i) => 300 + 80 * Math.sin(i / 13),
    );
    const exact = await accumulateSigma0(sceneOf(rms), window, mask, hills);
    const quick = await sampleOverviewSigma0(sceneOf(rms), window, mask, hills);
    expect(quick.observed).toEqual(exact.observed);
    const differencesDb: number[] = [];
    exact.sigma0.forEach((value, i) => {
      // Whole pixels only: those at the border of the data rest on a part of an overview sample.
      if ((exact.samples[i] ?? 0) < 60 || quick.samples[i] === 0) return;
      differencesDb.push(10 * Math.log10((quick.sigma0[i] ?? Number.NaN) / value));
      expect(quick.incidenceDeg[i]).toBe(exact.incidenceDeg[i]);
      expect(quick.line[i]).toBe(exact.line[i]);
    });
    expect(differencesDb.length).toBeGreaterThan(10_000);
    const mean = differencesDb.reduce((sum, d) => sum + d, 0) / differencesDb.length;
    const sd = Math.sqrt(differencesDb.reduce((sum, d) => sum + (d - mean) ** 2, 0) / differencesDb.length);
    // A shift by one overview sample (80 m) would make 0.06 dB of this field's slopes.
    expect(Math.abs(mean)).toBeLessThan(0.005);
    expect(sd).toBeLessThan(0.02);
  });

  test('is told from one whose overviews hold anything else than mean power', async () => {
    await expect(requirePowerOverview(rms)).resolves.toBe(3);
    await expect(requirePowerOverview(rmsOfSpeckle)).resolves.toBe(3);
    for (const resampling of ['NEAREST', 'AVERAGE', 'BILINEAR']) {
      await expect(requirePowerOverview(await cogOf(dnOf(true), resampling))).rejects.toMatchObject({
        reason: 'no-power-overview',
        where: 'vv-cog.tiff',
      });
    }
  });

  test('is told also where its size was rounded up and its last row reaches beyond a small image', async () => {
    const [full, two, four, eight] = rms.levels;
    if (!two || !four || !eight) throw new Error('GDAL made no overviews');
    const levels = [{ ...full, height: 201 }, two, four, { ...eight, height: 26 }] as const;
    await expect(requirePowerOverview({ ...rms, levels })).resolves.toBe(3);
  });

  test('is not used against what its own tag says, or without the level, or with noise in its borders', async () => {
    await expect(requirePowerOverview({ ...rms, overviewResampling: 'NEAREST' })).rejects.toThrow('made by NEAREST');
    const [full, two, four] = rms.levels;
    if (!two || !four) throw new Error('GDAL made no overviews');
    await expect(requirePowerOverview({ ...rms, levels: [full, two, four] })).rejects.toThrow(
      'no overview by a factor of 8',
    );
    const window = windowOfImage();
    const heights = new Float32Array((window.width + 1) * (window.height + 1));
    const old = { ...sceneOf(rms), hasBorderNoise: true };
    const run = sampleOverviewSigma0(old, window, new Uint8Array(window.width * window.height), heights);
    await expect(run).rejects.toMatchObject({ reason: 'no-power-overview' });
  });
});
