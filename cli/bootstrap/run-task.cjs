'use strict';

const { ensureInstalled, InstallError } = require('./ensure-installed.cjs');
const { chooseNode } = require('./choose-node.cjs');
const { runNode } = require('./run-node.cjs');
const { runTests } = require('./run-tests.cjs');
const path = require('node:path');

const root = path.resolve(__dirname, '..', '..');

/** What `node cli/bootstrap.cjs <task> …args` can do; each resolves to the exit code. */
const TASKS = {
  /** `npm start`: the demo, or any other command of the `s2mp` program. */
  demo: (node, args) => runNode(node, ['cli/s2mp.mjs', 'demo', ...args], { cwd: root }),
  /** `npm test`: type check, lint, every test, and the line `N passed, N failed`. */
  test: (node, args) => runTests(node, args, root),
  /** `npm run synth`: layers, function bundles and the CloudFormation template in `cdk.out`. */
  synth: (node, args) =>
    runNode(node, ['node_modules/.bin/cdk', 'synth', '--quiet', '--no-notices', ...args], { cwd: root }),
  /** `npm run local:up`: LocalStack without Docker, in the background; `local:deploy`, `local:down`. */
  'local:up': (node, args) => runNode(node, ['test/localstack/up.ts', ...args], { cwd: root }),
  'local:deploy': (node, args) => runNode(node, ['test/localstack/deploy.ts', ...args], { cwd: root }),
  'local:down': (node, args) => runNode(node, ['test/localstack/down.ts', ...args], { cwd: root }),
  /** `npm run test:e2e`: the stack on an AWS endpoint, from deployment to destruction, and `N passed, N failed`. */
  'test:e2e': (node, args) => runNode(node, ['test/e2e/run.ts', ...args], { cwd: root }),
};

/** Those whose last line of output says how many tests passed, whatever happens. */
const COUNTING = new Set(['test', 'test:e2e']);

/** Installs what is missing, runs the task under Node 24 and ends this process with its exit code. */
async function runTask(name, args) {
  const task = Object.hasOwn(TASKS, String(name)) ? TASKS[name] : undefined;
  if (!task) {
    process.stderr.write(`Unknown task "${name}"; there are: ${Object.keys(TASKS).join(', ')}.\n`);
    process.exit(64);
  }
  try {
    await ensureInstalled(root);
    process.exitCode = await task(chooseNode(root), args);
  } catch (error) {
    if (!(error instanceof InstallError)) throw error;
    process.stderr.write(`${error.message}\n`);
    if (COUNTING.has(name)) process.stdout.write('0 passed, 1 failed\n');
    process.exitCode = 1;
  }
}

module.exports = { runTask };
