import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { Command, Option } from 'commander';
import { compareNetworks } from '../../lib/s2mp/compare-networks.ts';
import { InvalidModelError } from '../../lib/s2mp/invalid-model.error.ts';
import { PRIORS, type Prior } from '../../lib/s2mp/prior.ts';
import { type NetworkFile, readOnnx } from '../../lib/s2mp/read-onnx.ts';
import { problemWithPrior } from '../../lib/s2mp/training-problem.ts';
import { UsageError } from '../usage.error.ts';
import { wholeNumber } from '../whole-number.ts';

interface CompareOptions {
  readonly states: number;
  readonly seed: number;
  readonly prior: Prior;
  readonly json?: true;
}

/** `s2mp models`: what can be asked about model files. */
export function modelsCommand(): Command {
  const compare = new Command('compare')
    .description('score two networks on the same synthetic states, beside the Bayes limit')
    .argument('<a>', 'model file')
    .argument('<b>', 'model file')
    .option('--states <n>', 'states drawn', wholeNumber, 20_000)
    .option('--seed <n>', 'seed of the draws', wholeNumber, 1)
    .addOption(new Option('--prior <name>', 'range of soil moisture drawn').choices(PRIORS).default('none'))
    .option('--json', 'print as JSON')
    .addHelpText('after', '\nExample:\n  s2mp models compare layers/model/s2mp-vv.onnx trained/s2mp-vv.onnx')
    .action(compareModels);
  return new Command('models').description('compare trained networks').addCommand(compare);
}

async function compareModels(pathA: string, pathB: string, options: CompareOptions): Promise<void> {
  const [a, b] = [await readModel(pathA), await readModel(pathB)];
  const comparison = compareNetworks(
    problemWithPrior(options.prior),
    [a.weights, b.weights],
    options.states,
    options.seed,
  );
  const models = [a, b].map(({ path, sha256, metadata }, i) => ({
    path,
    sha256,
    name: metadata.name,
    version: metadata.version,
    ...comparison.scores[i],
  }));
  const { rmsDifferenceM3M3, largestDifferenceM3M3 } = comparison;
  if (options.json === true) {
    process.stdout.write(`${JSON.stringify({ models, rmsDifferenceM3M3, largestDifferenceM3M3 })}\n`);
    return;
  }
  const rows = [['sha256', 'rmse_m3_m3', 'bayes_rmse', 'ratio', 'bias_m3_m3', 'within_1s', 'within_1.96s', 'file']];
  for (const [i, score] of comparison.scores.entries()) {
    rows.push([
      (models[i]?.sha256 ?? '').slice(0, 12),
      score.rmseM3M3.toFixed(5),
      score.bayesRmseM3M3.toFixed(5),
      (score.rmseM3M3 / score.bayesRmseM3M3).toFixed(4),
      score.biasM3M3.toFixed(5),
      score.within1Sigma.toFixed(4),
      score.within196Sigma.toFixed(4),
      models[i]?.path ?? '',
    ]);
  }
  process.stdout.write(`${rows.map((row) => row.join('\t')).join('\n')}\n`);
  process.stderr.write(
    `SM differs by ${rmsDifferenceM3M3.toExponential(2)} m3 m-3 (rms), ${largestDifferenceM3M3.toExponential(2)} at most\n`,
  );
}

async function readModel(path: string): Promise<NetworkFile & { path: string; sha256: string }> {
  const bytes = await readFile(path).catch((error: NodeJS.ErrnoException) => {
    throw new UsageError(`${path}: ${error.code === 'ENOENT' ? 'no such file' : error.message}`);
  });
  try {
    return { path, sha256: createHash('sha256').update(bytes).digest('hex'), ...readOnnx(bytes) };
  } catch (error) {
    if (error instanceof InvalidModelError) throw new UsageError(`${path}: ${error.message}.`, { cause: error });
    throw error;
  }
}
