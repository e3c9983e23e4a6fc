import { parseArgs } from 'node:util';
import type { ProcessIdentity } from '../../lib/cloud/local/process-identity.ts';
import { emulatorShellLines } from './emulator-variables.ts';
import { endWithSentence } from './end-with-sentence.ts';
import { interruption } from './interruption.ts';
import { LocalAwsError } from './local-aws.error.ts';
import { forgetRunning, noteRunning, readRunning, STATE_FOLDER } from './running-localstack.ts';
import { say } from './say.ts';
import { LOCALSTACK_VERSION, startLocalstack } from './start-localstack.ts';

/** LocalStack's usual port. */
const USUAL_PORT = '4566';

/** `npm run local:up -- [--port N]`: LocalStack in the background, until `local:down`. */
await endWithSentence(async () => {
  const { values } = parseArgs({ options: { port: { type: 'string', default: USUAL_PORT } } });
  const port = Number(values.port);
  if (!Number.isInteger(port) || port < 1 || port > 65_535)
    throw new LocalAwsError(`--port ${values.port} is no port.`);
  const already = await readRunning();
  if (already) say(`LocalStack runs already at ${already.endpoint}; npm run local:down stops it.`);
  const endpoint = already?.endpoint ?? `http://127.0.0.1:${port}`;
  if (!already) {
    await start(port, endpoint);
    say(
      `LocalStack ${LOCALSTACK_VERSION} answers at ${endpoint}. For the AWS SDK, the CDK and the aws program in a shell:`,
    );
  }
  process.stdout.write(emulatorShellLines(process.env, endpoint));
});

/** Noted before it answers: `local:down` finds it even if this process is killed meanwhile. */
async function start(port: number, endpoint: string): Promise<void> {
  const onProcess = (process: ProcessIdentity) => noteRunning({ process, endpoint });
  const signal = interruption();
  try {
    await startLocalstack({ port, folder: STATE_FOLDER, endsWithStarter: false, say, signal, onProcess });
  } catch (error) {
    await forgetRunning();
    throw error;
  }
}
