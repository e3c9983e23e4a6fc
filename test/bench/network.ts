/**
 * Network and forward model side by side with plain loops: `npm run bench:network`.
 */
import { readFileSync } from 'node:fs';
import { forwardSigma0 } from '../../lib/s2mp/forward-sigma0.ts';
import { createForwardTable } from '../../lib/s2mp/forward-table.ts';
import { evaluateNetwork } from '../../lib/s2mp/network-weights.ts';
import { openNetwork } from '../../lib/s2mp/open-network.ts';
import { readOnnx } from '../../lib/s2mp/read-onnx.ts';
import { seededRandom } from '../../lib/s2mp/seeded-random.ts';

const PIXELS = 4_000_000;
const ROUNDS = 5;

const random = seededRandom(1, 'benchmark');
const draw = (low: number, high: number): Float32Array =>
  Float32Array.from({ length: PIXELS }, () => low + (high - low) * random.uniform());

async function bestMs(rounds: number, work: () => unknown): Promise<number> {
  let best = Number.POSITIVE_INFINITY;
  for (let round = 0; round < rounds; round++) {
    const start = performance.now();
    await work();
    best = Math.min(best, performance.now() - start);
  }
  return best;
}

const report = (name: string, evaluations: number, ms: number): void =>
  console.log(
    `${name.padEnd(52)} ${(ms * (4e6 / evaluations)).toFixed(0).padStart(7)} ms per 4 M  ${(evaluations / ms / 1000).toFixed(1).padStart(6)} M/s`,
  );

const model = new Uint8Array(readFileSync(new URL('../../layers/model/s2mp-vv.onnx', import.meta.url)));
const network = await openNetwork(model);
const { weights } = readOnnx(model);
const sigma0Db = draw(-22, -3);
const incidenceDeg = draw(20, 47);
const ndvi = draw(0, 0.75);

report(
  'network, onnxruntime, 1 thread, chunks of 65 536',
  PIXELS,
  await bestMs(ROUNDS, () => network.retrieve(sigma0Db, incidenceDeg, ndvi)),
);
const part = PIXELS / 20;
report(
  'network, plain typed-array loop',
  part,
  await bestMs(2, () =>
    evaluateNetwork(weights, sigma0Db.subarray(0, part), incidenceDeg.subarray(0, part), ndvi.subarray(0, part)),
  ),
);

const hrmsCm = draw(0.5, 3.8);
const smM3M3 = draw(0.02, 0.4);
const table = createForwardTable();
const forward = (count: number, sigma0: typeof table.sigma0): number => {
  let sum = 0;
  for (let i = 0; i < count; i++) {
    sum += sigma0(incidenceDeg[i] as number, hrmsCm[i] as number, smM3M3[i] as number, ndvi[i] as number);
  }
  return sum;
};
report('forward model, table', PIXELS, await bestMs(2, () => forward(PIXELS, table.sigma0)));
report('forward model, series', PIXELS / 200, await bestMs(2, () => forward(PIXELS / 200, forwardSigma0)));
