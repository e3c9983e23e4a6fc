import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { folderSink } from '../../../cli/files/folder-sink.ts';
import { localSceneFiles } from '../../../cli/files/local-scene-files.ts';
import { openScene } from '../../../lib/sentinel1/open-scene.ts';
import { createDemo, DEMO_AREAS } from '../../../lib/simulate/demo.ts';
import { planAcquisition } from '../../../lib/simulate/plan-acquisition.ts';
import { renderScene } from '../../../lib/simulate/render-scene.ts';
import { hasGdal } from '../raster/gdal.ts';

const reportSchema = z.object({
  driverShortName: z.string(),
  size: z.tuple([z.number(), z.number()]),
  metadata: z.object({ '': z.record(z.string(), z.string()) }),
  bands: z.array(z.object({ type: z.string() })),
});

const folder = mkdtempSync(join(tmpdir(), 'simulated-safe-'));
afterAll(() => rmSync(folder, { recursive: true }));

const demo = createDemo({ seed: 1, box: DEMO_AREAS.tiny });
const [, acquired] = demo.acquisitions;
if (!acquired) throw new Error('the demo has acquisitions');
const scene = await renderScene(demo.scenario, planAcquisition(acquired.acquisition), folderSink(folder));
const path = join(folder, scene.path);

test('a scene in a folder opens from there, and nothing half-written stays', async () => {
  await using files = await localSceneFiles(path);
  const { annotation } = await openScene(files);
  expect([annotation.samples, annotation.lines]).toEqual([scene.samples, scene.lines]);
  const names = readdirSync(path, { recursive: true, encoding: 'utf8' });
  expect(names.filter((name) => name.endsWith('.part'))).toEqual([]);
});

describe.skipIf(!hasGdal())("GDAL's Sentinel-1 driver", () => {
  test('takes the folder for a Sentinel-1 GRD product', () => {
    const text = execFileSync('gdalinfo', ['-json', join(path, 'manifest.safe')], { encoding: 'utf8' });
    const report = reportSchema.parse(JSON.parse(text));
    expect(report).toMatchObject({
      driverShortName: 'SAFE',
      size: [scene.samples, scene.lines],
      bands: [{ type: 'UInt16' }],
    });
    expect(report.metadata['']).toMatchObject({
      ACQUISITION_START_TIME: '2021-09-18T05:52:17.402118',
      MISSION_ID: 'S1A',
      MODE: 'IW',
      ORBIT_DIRECTION: 'DESCENDING',
      ORBIT_NUMBER: '39732',
      PRODUCT_TYPE: 'GRD',
      FACILITY_IDENTIFIER: 's2mp simulate',
    });
  });
});
