import { parseArgs } from 'node:util';
import { emulatorVariables } from './emulator-variables.ts';
import { endWithSentence } from './end-with-sentence.ts';
import { LocalAwsError } from './local-aws.error.ts';
import { noteRunning, readRunning, STATE_FOLDER } from './running-localstack.ts';
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
  const endpoint = `http://127.0.0.1:${port}`;
  const already = await readRunning();
  if (already) say(`LocalStack runs already at ${already.endpoint}; npm run local:down stops it.`);
  else {
    const process = await startLocalstack({ port, folder: STATE_FOLDER, endsWithStarter: false, say });
    await noteRunning({ process, endpoint });
    say(
      `LocalStack ${LOCALSTACK_VERSION} answers at ${endpoint}. For the AWS SDK, the CDK and the aws program in a shell:`,
    );
  }
  const variables = Object.entries(emulatorVariables(already?.endpoint ?? endpoint));
  process.stdout.write(variables.map(([name, value]) => `export ${name}=${value}\n`).join(''));
});
