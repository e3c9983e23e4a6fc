import { expect, test } from 'vitest';
import { targetCan } from '../expected-differences.ts';
import { type Pass, tinyScene } from '../scenes/scene.ts';
import { deployedStack } from '../support/deployed-stack.ts';
import { ledgerOf, settledRecord } from '../support/ledger.ts';
import { metricSum } from '../support/metric-sum.ts';
import { announce, publicPath, putIntoArchive } from '../support/public-scenes.ts';
import { until } from '../support/until.ts';

const pass = (minute: number): Pass => ({
  time: new Date(Date.UTC(2021, 7, 27, 17, minute)),
  absoluteOrbit: 39_418,
  dataTakeId: 0x4a7d0 + minute,
});
const around = (lon: number, lat: number) => [
  [lon - 1, lat - 1],
  [lon + 1, lat - 1],
  [lon + 1, lat + 1],
  [lon - 1, lat + 1],
  [lon - 1, lat - 1],
];
const HERE = around(4.8, 43.6);
const ELSEWHERE = around(-60, 10);

test.skipIf(!targetCan('posesAsAnyAccount') || !targetCan('deliversAcrossAccounts'))(
  'of what the public topic announces, scenes over the areas of interest become maps, and the rest leaves no trace',
  async () => {
    const { bucket } = deployedStack();
    const scenes = await Promise.all([0, 1, 2, 3, 4].map((minute) => tinyScene(pass(minute))));
    const [wanted, far, wide, crossed, complex] = scenes;
    if (!wanted || !far || !wide || !crossed || !complex) throw new Error('fewer scenes than asked for');
    const of = (scene: typeof wanted, change: Readonly<Record<string, unknown>> = {}, ring = HERE) => ({
      id: scene.product,
      path: publicPath(scene),
      mode: 'IW',
      productType: 'GRD',
      polarization: 'SV',
      s3Ingestion: new Date().toISOString(),
      footprint: { type: 'MultiPolygon', coordinates: [[ring]] },
      ...change,
    });
    await putIntoArchive(wanted);
    await announce(of(far, {}, ELSEWHERE));
    await announce(of(wide, { mode: 'EW' }));
    await announce(of(crossed, { polarization: 'SH' }));
    await announce(of(complex, { productType: 'SLC' }));
    await announce(of(wanted));

    expect(await settledRecord(bucket, wanted.product)).toMatchObject({
      state: 'produced',
      scene: { bucket: 'sentinel-s1-l1c', location: publicPath(wanted) },
    });
    // The last one is done; the others came before it.
    for (const { product } of [far, wide, crossed, complex]) expect(await ledgerOf(bucket, product)).toBeUndefined();
    // Only the first of them gets as far as the intake, which counts it.
    const outside = await until(
      'the metric',
      async () => (await metricSum('Intake', 'ScenesOutsideAreas')) || undefined,
    );
    expect(outside).toBe(1);
  },
);
