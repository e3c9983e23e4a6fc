/** What LocalStack takes for an account: the one of all credentials that are no account number. */
export const EMULATED_ACCOUNT = '000000000000';
export const EMULATED_REGION = 'us-east-1';

/**
 * Environment variables with which the AWS SDK and the CDK reach an emulator and can reach nothing else: no profile, no
 * real credentials. The endpoint must be an address and no name (`http://127.0.0.1:4566`): the SDK then addresses buckets
 * by path.
 */
export function emulatorVariables(endpoint: string, region: string = EMULATED_REGION) {
  return {
    AWS_ENDPOINT_URL: endpoint,
    AWS_ACCESS_KEY_ID: 'test',
    AWS_SECRET_ACCESS_KEY: 'test',
    AWS_REGION: region,
    AWS_DEFAULT_REGION: region,
    AWS_CONFIG_FILE: '/dev/null',
    AWS_SHARED_CREDENTIALS_FILE: '/dev/null',
    AWS_EC2_METADATA_DISABLED: 'true',
    CDK_DISABLE_CLI_TELEMETRY: 'true',
  } as const;
}

/**
 * An environment that leads to the emulator and nowhere else. What it says of AWS is left out: `AWS_PROFILE` or
 * `AWS_ENDPOINT_URL_S3` would take precedence.
 */
export function emulatorEnvironment(env: NodeJS.ProcessEnv, endpoint: string, region?: string): NodeJS.ProcessEnv {
  const others = Object.entries(env).filter(([name]) => !name.startsWith('AWS_'));
  return { ...Object.fromEntries(others), ...emulatorVariables(endpoint, region) };
}

/** The same for a shell: lines for it to read. @param env that of the shell, of which some has to go */
export function emulatorShellLines(env: NodeJS.ProcessEnv, endpoint: string): string {
  const wanted = emulatorVariables(endpoint);
  const usual = ['AWS_DEFAULT_PROFILE', 'AWS_PROFILE', 'AWS_SESSION_TOKEN'];
  const others = Object.keys(env).filter((name) => name.startsWith('AWS_') && !(name in wanted));
  const unset = `unset ${[...new Set([...usual, ...others])].sort().join(' ')}\n`;
  return (
    unset +
    Object.entries(wanted)
      .map(([name, value]) => `export ${name}=${value}\n`)
      .join('')
  );
}
