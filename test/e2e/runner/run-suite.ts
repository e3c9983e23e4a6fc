import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { bootstrap, deploy, destroy, synthesize } from '../../localstack/cdk-app.ts';
import { runCommand } from '../../localstack/run-command.ts';
import { say } from '../../localstack/say.ts';
import { targetCan } from '../expected-differences.ts';
import { STACK } from '../stack-name.ts';
import { addCounts, type Counts, NO_COUNTS } from './counts.ts';
import { runTests, type TestRun } from './run-tests.ts';
import type { Target } from './target.ts';
import { writeDeployments } from './write-deployments.ts';

const MAKE_PUBLIC_ARCHIVE = fileURLToPath(new URL('./make-public-archive.ts', import.meta.url));
const FILL_STORE = fileURLToPath(new URL('./fill-store.ts', import.meta.url));

export interface SuiteOptions {
  readonly target: Target;
  /** Folder of what the run writes; it goes with it. */
  readonly scratch: string;
  readonly signal: AbortSignal;
  /** Scenarios that are wanted, as vitest takes them; none = everything, from the contract of the adapters to the end. */
  readonly filters: readonly string[];
}

/** Deploys the stack, tries it, destroys it and looks at what is left. */
export async function runSuite({ target, scratch, signal, filters }: SuiteOptions): Promise<Counts> {
  const begun = Date.now();
  const step = (what: string) => say(`${String(Math.round((Date.now() - begun) / 1000)).padStart(4)} s  ${what}`);
  const options = { env: target.env, signal, stack: STACK };
  const app = join(scratch, 'cdk.out');
  const updateApp = join(scratch, 'cdk.out.update');
  const outputsFile = join(scratch, 'outputs.json');
  const { first, update, missingBucket } = await writeDeployments(scratch, target.region);
  const env = {
    ...target.env,
    S2MP_E2E_TARGET: target.kind,
    S2MP_E2E_OUTPUTS: outputsFile,
    S2MP_E2E_UPDATE: updateApp,
    S2MP_E2E_MISSING_BUCKET: missingBucket,
  };
  let counts = NO_COUNTS;
  let runs = 0;
  const tests = async (run: Pick<TestRun, 'filters' | 'isQuiet'>) => {
    runs += 1;
    const found = await runTests({ ...run, env, summaryFile: join(scratch, `tests-${runs}.json`), signal });
    counts = addCounts(counts, found);
  };

  const isWhole = filters.length === 0;
  let isDeployed = false;
  try {
    step('bundles and template, and the account made ready for the CDK');
    const contract = isWhole ? tests({ filters: ['test/e2e/contract'], isQuiet: true }) : Promise.resolve();
    // Looked at below; until then a failure must not end the process.
    contract.catch(() => {});
    await Promise.all([
      synthesize(first, app, options),
      bootstrap(target.account, target.region, { ...options, cwd: scratch }),
    ]);
    step('deployment');
    if (targetCan('posesAsAnyAccount', target.kind)) {
      await runCommand(process.execPath, [MAKE_PUBLIC_ARCHIVE], { env, signal });
    }
    isDeployed = true;
    await Promise.all([deploy(app, outputsFile, options), synthesize(update, updateApp, options)]);
    await runCommand(process.execPath, [FILL_STORE, join(scratch, 'tiles')], { env, signal });
    step('contract of the AWS adapters');
    await contract;
    step('scenarios');
    await tests({ filters: isWhole ? ['test/e2e/scenarios'] : filters });
    if (isWhole) await tests({ filters: ['test/e2e/before-destroy'] });
    step('destruction');
    await destroy(app, options);
    isDeployed = false;
    if (isWhole) await tests({ filters: ['test/e2e/after-destroy'] });
    step('done');
    return counts;
  } finally {
    if (isDeployed && target.outlivesRun) {
      step('destruction of what this run has deployed');
      await destroy(app, { env: target.env, stack: STACK });
    }
  }
}
