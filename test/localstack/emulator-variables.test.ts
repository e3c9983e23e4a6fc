import { expect, test } from 'vitest';
import { emulatorEnvironment, emulatorShellLines } from './emulator-variables.ts';

const ENDPOINT = 'http://127.0.0.1:4566';
const REAL = {
  PATH: '/bin',
  AWS_PROFILE: 'work',
  AWS_ENDPOINT_URL_S3: 'https://s3.example.org',
  AWS_REGION: 'eu-west-1',
};
const VARIABLES = {
  AWS_ENDPOINT_URL: ENDPOINT,
  AWS_ACCESS_KEY_ID: 'test',
  AWS_SECRET_ACCESS_KEY: 'test',
  AWS_REGION: 'us-east-1',
  AWS_DEFAULT_REGION: 'us-east-1',
  AWS_CONFIG_FILE: '/dev/null',
  AWS_SHARED_CREDENTIALS_FILE: '/dev/null',
  AWS_EC2_METADATA_DISABLED: 'true',
  CDK_DISABLE_CLI_TELEMETRY: 'true',
};

test('nothing that an environment says of AWS comes through', () => {
  expect(emulatorEnvironment(REAL, ENDPOINT)).toEqual({ PATH: '/bin', ...VARIABLES });
});

test('a shell is told to forget it', () => {
  const [unset, ...exports] = emulatorShellLines(REAL, ENDPOINT).trimEnd().split('\n');
  expect(unset).toBe('unset AWS_DEFAULT_PROFILE AWS_ENDPOINT_URL_S3 AWS_PROFILE AWS_SESSION_TOKEN');
  expect(exports).toEqual(Object.entries(VARIABLES).map(([name, value]) => `export ${name}=${value}`));
});
