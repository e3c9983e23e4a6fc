import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { openTiff } from '../../../lib/raster/open-tiff.ts';
import { sourceOfBytes } from '../../../lib/raster/range-source.ts';
import { readWindow } from '../../../lib/raster/read-window.ts';
import { stripTiffHeader } from '../../../lib/simulate/strip-tiff.ts';
import { hasGdal } from '../raster/gdal.ts';

const [samples, lines] = [37, 5];
const points = [
  { line: 0, pixel: 0, lonDeg: 3.25, latDeg: 44.125, heightM: 120.5 },
  { line: 4, pixel: 36, lonDeg: 3.75, latDeg: 43.875, heightM: -3 },
];
const texts = {
  description: 'Sentinel-1A IW GRD HR L1',
  software: 'Sentinel-1 IPF 003.31',
  dateTime: '2021:08:21 17:39:53',
};
const pixels = Uint16Array.from({ length: samples * lines }, (_, k) => (k * 7919) % 65536);
const bytes = Buffer.concat([stripTiffHeader(samples, lines, points, texts), new Uint8Array(pixels.buffer)]);

test('a strip image is read back by our own reader', async () => {
  const image = await openTiff(sourceOfBytes('image.tiff', bytes));
  expect(image).toMatchObject({ bands: 1, dataType: 'uint16' });
  expect(image.levels[0]).toMatchObject({ width: samples, height: lines, tiled: false });
  expect(await readWindow(image, { column: 0, row: 0, width: samples, height: lines })).toEqual(pixels);
});

describe.skipIf(!hasGdal())('in GDAL', () => {
  const folder = mkdtempSync(join(tmpdir(), 'strip-tiff-'));
  afterAll(() => rmSync(folder, { recursive: true }));

  test('the image has its pixels, one line a strip, and its control points at pixel centres', () => {
    const path = join(folder, 'image.tiff');
    writeFileSync(path, bytes);
    const script = `
import sys, json
from osgeo import gdal
gdal.UseExceptions()
d = gdal.Open(sys.argv[1])
b = d.GetRasterBand(1)
print(json.dumps({
  'pixels': b.ReadAsArray().ravel().tolist(), 'block': b.GetBlockSize(), 'type': gdal.GetDataTypeName(b.DataType),
  'points': [[g.GCPLine, g.GCPPixel, g.GCPX, g.GCPY, g.GCPZ] for g in d.GetGCPs()],
  'epsg': d.GetGCPSpatialRef().GetAuthorityCode(None), 'metadata': d.GetMetadata()}))`;
    const report: unknown = JSON.parse(execFileSync('/usr/bin/python3', ['-c', script, path], { encoding: 'utf8' }));
    expect(report).toMatchObject({
      pixels: [...pixels],
      block: [samples, 1],
      type: 'UInt16',
      points: points.map((p) => [p.line + 0.5, p.pixel + 0.5, p.lonDeg, p.latDeg, p.heightM]),
      epsg: '4326',
      metadata: {
        TIFFTAG_SOFTWARE: texts.software,
        TIFFTAG_IMAGEDESCRIPTION: texts.description,
        TIFFTAG_DATETIME: texts.dateTime,
      },
    });
  });
});
