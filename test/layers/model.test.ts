import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { assessNetwork, retrieveTestStates, scoreStates } from '../../lib/s2mp/assess-network.ts';
import { estimateErrorShares } from '../../lib/s2mp/estimate-error-shares.ts';
import { createForwardTable } from '../../lib/s2mp/forward-table.ts';
import { renderModelCard } from '../../lib/s2mp/model-card.ts';
import { evaluateNetwork } from '../../lib/s2mp/network-weights.ts';
import { openNetwork } from '../../lib/s2mp/open-network.ts';
import { modelName, PRIORS } from '../../lib/s2mp/prior.ts';
import { readOnnx } from '../../lib/s2mp/read-onnx.ts';
import { databaseSha256, drawDatabase } from '../../lib/s2mp/synthetic-database.ts';
import { DEFAULT_TRAINING_SETTINGS } from '../../lib/s2mp/train-network.ts';
import { NETWORK_VERSION } from '../../lib/s2mp/train-networks.ts';
import { problemWithPrior } from '../../lib/s2mp/training-problem.ts';

const folder = new URL('../../layers/model/', import.meta.url);
const models = PRIORS.map((prior) => {
  const bytes = new Uint8Array(readFileSync(new URL(`${modelName(prior)}.onnx`, folder)));
  return { prior, bytes, sha256: createHash('sha256').update(bytes).digest('hex'), ...readOnnx(bytes) };
});

/** Not the seed of the training: its test states are in the card, these are new. */
const SEED = 20_001;

describe('model card', () => {
  it('is what the models say, word for word', () => {
    expect(readFileSync(new URL('MODEL_CARD.md', folder), 'utf8')).toBe(renderModelCard(models));
  });

  it('shows plots that lie beside it', () => {
    const plots = [...renderModelCard(models).matchAll(/\]\(([^)]+\.svg)\)/g)].map((match) => String(match[1]));
    expect(plots).toEqual(PRIORS.map((prior) => `${modelName(prior)}.svg`));
    for (const plot of plots) expect(readFileSync(new URL(plot, folder), 'utf8')).toMatch(/^<svg [\s\S]*<\/svg>\n$/);
  });
});

describe.each(models)('layers/model network with prior $prior', ({ prior, bytes, metadata, weights }) => {
  const problem = problemWithPrior(prior);
  const tested = retrieveTestStates(problem, weights, 6000, SEED);
  const assessment = assessNetwork(problem, weights, tested);

  it('was trained on the problem, with the settings and on the data of the code as it stands', () => {
    expect({
      ...metadata,
      format: undefined,
      validationRmseM3M3: undefined,
      assessment: undefined,
      errorShares: undefined,
    }).toMatchObject({
      name: modelName(prior),
      version: NETWORK_VERSION,
      prior,
      problem,
      settings: DEFAULT_TRAINING_SETTINGS,
      databaseSha256: databaseSha256(
        drawDatabase(problem, DEFAULT_TRAINING_SETTINGS.samples, DEFAULT_TRAINING_SETTINGS.seed, 'training'),
      ),
    });
  });

  it('is at the Bayes limit overall and in every third of angle, NDVI and SM, and not below it', () => {
    const { overall, publishedAngles, thirds } = assessment;
    for (const score of [overall, publishedAngles]) {
      const ratio = score.rmseM3M3 / score.bayesRmseM3M3;
      expect(ratio).toBeLessThanOrEqual(1.01);
      expect(ratio).toBeGreaterThanOrEqual(0.985); // less would be a leak
    }
    for (const score of Object.values(thirds).flat()) {
      expect(score.rmseM3M3 / score.bayesRmseM3M3).toBeLessThanOrEqual(1.03);
    }
  });

  it('would be found out below the Bayes limit if the noise of its tests were missing', () => {
    const { database, bayes } = tested;
    const table = createForwardTable(problem.forward);
    const noiseFreeDb = database.sigma0Db.map(
      (_, i) =>
        10 *
        Math.log10(
          table.sigma0(
            database.incidenceDeg[i] as number,
            database.hrmsCm[i] as number,
            database.smM3M3[i] as number,
            database.ndvi[i] as number,
          ),
        ),
    );
    const leaked = evaluateNetwork(weights, noiseFreeDb, database.incidenceDeg, database.observedNdvi);
    const score = scoreStates({ database, network: leaked, bayes }, () => true);
    expect(score.rmseM3M3 / score.bayesRmseM3M3).toBeLessThan(0.985);
  });

  it('states the shares of its errors that other draws give as well', () => {
    const shares = estimateErrorShares(problem, weights, 60_000, SEED);
    for (const name of ['soilMoisture', 'roughness', 'ndvi'] as const) {
      expect(Math.abs(shares[name] - metadata.errorShares[name]), name).toBeLessThan(0.015);
    }
  });

  it('gives finite values by the ONNX runtime for any finite input', async () => {
    const network = await openNetwork(bytes, prior);
    const extremes = [-3.4e38, -1e6, -40, -8, 0, 0.3, 1.2, 33, 90, 3.4e38];
    const pixels = extremes.flatMap((a) => extremes.flatMap((b) => extremes.map((c) => [a, b, c] as const)));
    const column = (i: 0 | 1 | 2): Float32Array => Float32Array.from(pixels, (pixel) => pixel[i]);
    const { sm, uncertainty } = await network.retrieve(column(0), column(1), column(2));
    expect(sm.every(Number.isFinite)).toBe(true);
    expect(uncertainty.every((value) => Number.isFinite(value) && value > 0)).toBe(true);
  });

  it('states uncertainties that cover the errors as the exact posterior does, and as asked without a prior', () => {
    // The network alone is fast, so 100 000 states: ± 0.15 % sampling error.
    const database = drawDatabase(problem, 100_000, SEED, 'test');
    const network = evaluateNetwork(weights, database.sigma0Db, database.incidenceDeg, database.observedNdvi);
    const score = scoreStates({ database, network, bayes: network }, () => true);
    // The card's 40 000 states give the exact posterior to ± 0.25 %. With the wet prior that is nearly a box, of which
    // ± 1 σ covers less than of a Gaussian.
    const { bayesWithin1Sigma, bayesWithin196Sigma } = metadata.assessment.overall;
    expect(Math.abs(score.within1Sigma - bayesWithin1Sigma)).toBeLessThan(0.015);
    expect(Math.abs(score.within196Sigma - bayesWithin196Sigma)).toBeLessThan(0.01);
    if (prior !== 'none') return;
    expect(score.within1Sigma).toBeGreaterThan(0.66);
    expect(score.within1Sigma).toBeLessThan(0.7);
    expect(score.within196Sigma).toBeGreaterThan(0.94);
    expect(score.within196Sigma).toBeLessThan(0.97);
  });

  it('rises with σ0 wherever it must', () => {
    expect(assessment.leastSlopeM3M3PerDb).toBeGreaterThan(1e-4);
    expect(assessment.leastSlopeM3M3PerDb).toBeCloseTo(metadata.assessment.leastSlopeM3M3PerDb, 12);
  });

  it('gives the same by the ONNX runtime as in plain double precision, to 1e-6', async () => {
    const network = await openNetwork(bytes);
    const inputs = [tested.database.sigma0Db, tested.database.incidenceDeg, tested.database.observedNdvi].map(
      (column) => Float32Array.from(column),
    ) as [Float32Array, Float32Array, Float32Array];
    const found = await network.retrieve(...inputs);
    const expected = evaluateNetwork(weights, ...inputs);
    for (const output of ['sm', 'uncertainty'] as const) {
      const difference = expected[output].map((value, i) => Math.abs(value - (found[output][i] as number)));
      expect(Math.max(...difference)).toBeLessThanOrEqual(1e-6);
    }
  });

  it('scores as its card says on states that the card has not seen', () => {
    const { overall } = metadata.assessment;
    expect(Math.abs(assessment.overall.rmseM3M3 / overall.rmseM3M3 - 1)).toBeLessThan(0.04);
    expect(overall.states).toBe(40_000);
  });
});
