import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { bootstrap, deploy, synthesize, USUAL_STACK } from './cdk-app.ts';
import { EMULATED_ACCOUNT, EMULATED_REGION, emulatorEnvironment } from './emulator-variables.ts';
import { endWithSentence } from './end-with-sentence.ts';
import { interruption } from './interruption.ts';
import { LocalAwsError } from './local-aws.error.ts';
import { LOCAL_FOLDER, readRunning } from './running-localstack.ts';

const USUAL_DEPLOYMENT = fileURLToPath(new URL('../../cdk/deployment.json', import.meta.url));

/** `npm run local:deploy -- [--deployment FILE]`: the stack as for AWS, on the LocalStack of `local:up`. */
await endWithSentence(async () => {
  const { values } = parseArgs({ options: { deployment: { type: 'string', default: USUAL_DEPLOYMENT } } });
  const running = await readRunning();
  if (!running) throw new LocalAwsError('No LocalStack runs; start one with npm run local:up.');
  const options = {
    env: emulatorEnvironment(process.env, running.endpoint),
    signal: interruption(),
    output: 'inherit',
    stack: USUAL_STACK,
  } as const;
  const app = join(LOCAL_FOLDER, 'cdk.out');
  await synthesize(resolve(values.deployment), app, options);
  await bootstrap(EMULATED_ACCOUNT, EMULATED_REGION, { ...options, cwd: LOCAL_FOLDER });
  await deploy(app, join(LOCAL_FOLDER, 'outputs.json'), options);
});
