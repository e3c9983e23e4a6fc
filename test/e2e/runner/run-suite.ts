import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { bootstrap, deploy, destroy, synthesize } from '../../localstack/cdk-app.ts';
import { runCommand } from '../../localstack/run-command.ts';
import { say } from '../../localstack/say.ts';
import { together } from '../../localstack/together.ts';
import { targetCan } from '../expected-differences.ts';
import { STACK } from '../stack-name.ts';
import type { Counts } from './counts.ts';
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
  /** Told after each part, so that what was tried counts whatever happens then. */
  readonly onCounts: (counts: Counts) => void;
}

/** AWS takes a few minutes. */
const DESTRUCTION_MS = 15 * 60_000;

/** Deploys the stack, tries it, destroys it and looks at what is left. */
export async function runSuite({ target, scratch, signal, filters, onCounts }: SuiteOptions): Promise<void> {
  const begun = Date.now();
  const step = (what: string) => say(`${String(Math.round((Date.now() - begun) / 1000)).padStart(4)} s  ${what}`);
  const options = { env: target.env, stack: STACK };
  const app = join(scratch, 'cdk.out');
  const updateApp = join(scratch, 'cdk.out.update');
  const outputsFile = join(scratch, 'outputs.json');
  const isWhole = filters.length === 0;
  const notes = join(scratch, 'notes');
  const { first, update, missingBucket, vanishingBucket } = await writeDeployments(scratch, target.region);
  const env = {
    ...target.env,
    S2MP_E2E_TARGET: target.kind,
    S2MP_E2E_OUTPUTS: outputsFile,
    S2MP_E2E_UPDATE: updateApp,
    S2MP_E2E_MISSING_BUCKET: missingBucket,
    S2MP_E2E_VANISHING_BUCKET: vanishingBucket,
    ...(isWhole && { S2MP_E2E_NOTES: notes }),
  };
  await mkdir(notes);
  let runs = 0;
  const tests = async (filters: readonly string[], run: Pick<TestRun, 'signal' | 'isQuiet'> = { signal }) => {
    runs += 1;
    onCounts(await runTests({ filters, ...run, env, summaryFile: join(scratch, `tests-${runs}.json`) }));
  };

  let isDeployed = false;
  const prepare = async (signal: AbortSignal) => {
    step('bundles and template, and the account made ready for the CDK');
    await together(signal, (signal) => [
      synthesize(first, app, { ...options, signal }),
      bootstrap(target.account, target.region, { env: target.env, signal, cwd: scratch }),
    ]);
    step('deployment');
    if (targetCan('posesAsAnyAccount', target.kind)) {
      await runCommand(process.execPath, [MAKE_PUBLIC_ARCHIVE], { env, signal });
    }
    isDeployed = true;
    await together(signal, (signal) => [
      deploy(app, outputsFile, { ...options, signal }),
      synthesize(update, updateApp, { ...options, signal }),
    ]);
    await runCommand(process.execPath, [FILL_STORE, join(scratch, 'tiles')], { env, signal });
    step('tiles pushed');
  };
  try {
    await together(signal, (signal) => [
      ...(isWhole ? [tests(['test/e2e/contract'], { signal, isQuiet: true })] : []),
      prepare(signal),
    ]);
    step('scenarios');
    await tests(isWhole ? ['test/e2e/scenarios'] : filters);
    if (isWhole) await tests(['test/e2e/before-destroy']);
    step('destruction');
    await destroy(app, { ...options, signal });
    isDeployed = false;
    if (isWhole) await tests(['test/e2e/after-destroy']);
    step('done');
  } finally {
    if (isDeployed && target.outlivesRun) {
      step('destruction of what this run has deployed');
      // An interruption has had its effect already: this has to be done all the same.
      const signal = AbortSignal.timeout(DESTRUCTION_MS);
      await destroy(app, { ...options, signal }).catch((error) => say(`Stack ${STACK} may be left: ${error}`));
    }
  }
}
