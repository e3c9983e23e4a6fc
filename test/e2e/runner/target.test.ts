import { execFile } from 'node:child_process';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';
import { expect, onTestFinished, test } from 'vitest';
import { freePort } from '../../localstack/free-port.ts';
import { LocalAwsError } from '../../localstack/local-aws.error.ts';
import { openTarget } from './target.ts';

/** Nobody listens there. */
const NOWHERE = `http://127.0.0.1:${await freePort()}`;
const RUN = fileURLToPath(new URL('../run.ts', import.meta.url));
const open = (env: NodeJS.ProcessEnv) => openTarget('/nowhere', new AbortController().signal, env);

async function emulator(health: string): Promise<string> {
  const server = createServer((request, response) => {
    response.statusCode = request.url === '/_localstack/health' ? 200 : 404;
    response.end(health);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void server.close());
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

test('an emulator that runs already is taken, under its own name and with credentials that mean nothing elsewhere', async () => {
  const endpoint = await emulator('{"services": {}, "edition": "community", "version": "4.14.0"}');
  expect(await open({ AWS_ENDPOINT_URL: endpoint, AWS_ACCESS_KEY_ID: 'real', AWS_REGION: 'eu-west-1' })).toMatchObject({
    name: `LocalStack 4.14.0 at ${endpoint}, which was running`,
    kind: 'running-localstack',
    account: '000000000000',
    region: 'eu-west-1',
    env: { AWS_ENDPOINT_URL: endpoint, AWS_ACCESS_KEY_ID: 'test', AWS_REGION: 'eu-west-1' },
  });
});

test('an endpoint where nothing answers is no target', async () => {
  await expect(open({ AWS_ENDPOINT_URL: NOWHERE })).rejects.toThrow(
    new LocalAwsError(`Nothing that emulates AWS answers at AWS_ENDPOINT_URL=${NOWHERE}.`),
  );
});

test('a real account has to be named by its number', async () => {
  await expect(open({ S2MP_E2E_AWS_ACCOUNT: 'mine', AWS_REGION: 'eu-west-1' })).rejects.toThrow(
    'S2MP_E2E_AWS_ACCOUNT must be an account of 12 digits',
  );
  expect(await open({ S2MP_E2E_AWS_ACCOUNT: '123456789012', AWS_REGION: 'eu-west-1' })).toMatchObject({
    name: 'AWS account 123456789012 in eu-west-1',
    kind: 'aws',
  });
});

test('without a target the run fails, and says so in one line', async () => {
  const { code, stdout, stderr } = await new Promise<{ code: unknown; stdout: string; stderr: string }>((resolve) => {
    const env = { ...process.env, AWS_ENDPOINT_URL: NOWHERE };
    execFile(process.execPath, [RUN], { env }, (error, out, err) =>
      resolve({ code: error?.code ?? 0, stdout: out, stderr: err }),
    );
  });
  expect(code).toBe(1);
  expect(stderr).toBe(`Nothing that emulates AWS answers at AWS_ENDPOINT_URL=${NOWHERE}.\n`);
  expect(stdout).toMatch(/^\nRun against: nothing, for no target could be had\. \d+ s\.\n0 passed, 1 failed\n$/);
});
