/**
 * Network and forward model side by side with plain loops: `npm run bench:network`. Wall time counts on an idle machine.
 */
import { readFileSync } from 'node:fs';
import { forwardSigma0 } from '../../lib/s2mp/forward-sigma0.ts';
import { createForwardTable } from '../../lib/s2mp/forward-table.ts';
import { evaluateNetwork } from '../../lib/s2mp/network-weights.ts';
import { openNetwork } from '../../lib/s2mp/open-network.ts';
import { readOnnx } from '../../lib/s2mp/read-onnx.ts';
import { seededRandom } from '../../lib/s2mp/seeded-random.ts';

const PIXELS = 4_000_000;
const ROUNDS = 20;

const random = seededRandom(1, 'benchmark');
const draw = (low: number, high: number): Float32Array =>
  Float32Array.from({ length: PIXELS }, () => low + (high - low) * random.uniform());

interface Timing {
  readonly wallMs: number;
  /** Of the whole process: what the wall time would be on an idle machine with one thread. */
  readonly cpuMs: number;
}

/** The best of some rounds, each figure by itself. */
async function best(rounds: number, work: () => unknown): Promise<Timing> {
  let [wallMs, cpuMs] = [Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY];
  for (let round = 0; round < rounds; round++) {
    const start = performance.now();
    const cpuStart = process.cpuUsage();
    await work();
    wallMs = Math.min(wallMs, performance.now() - start);
    const { user, system } = process.cpuUsage(cpuStart);
    cpuMs = Math.min(cpuMs, (user + system) / 1000);
  }
  return { wallMs, cpuMs };
}

const report = (name: string, evaluations: number, { wallMs, cpuMs }: Timing): void => {
  const per4M = (ms: number): string => (ms * (4e6 / evaluations)).toFixed(0).padStart(7);
  const rate = (evaluations / wallMs / 1000).toFixed(2).padStart(7);
  console.log(`${name.padEnd(52)} ${per4M(wallMs)} ms per 4 M (CPU ${per4M(cpuMs)} ms) ${rate} M/s`);
};

const model = new Uint8Array(readFileSync(new URL('../../layers/model/s2mp-vv.onnx', import.meta.url)));
const network = await openNetwork(model);
const { weights } = readOnnx(model);
const sigma0Db = draw(-22, -3);
const incidenceDeg = draw(20, 47);
const ndvi = draw(0, 0.75);

report(
  'network, onnxruntime, 1 thread, chunks of 65 536',
  PIXELS,
  await best(ROUNDS, () => network.retrieve(sigma0Db, incidenceDeg, ndvi)),
);
const part = PIXELS / 20;
report(
  'network, plain typed-array loop',
  part,
  await best(2, () =>
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
report('forward model, table', PIXELS, await best(2, () => forward(PIXELS, table.sigma0)));
report('forward model, series', PIXELS / 200, await best(2, () => forward(PIXELS / 200, forwardSigma0)));
