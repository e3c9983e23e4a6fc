/** What LocalStack takes for an account: the one of all credentials that are no account number. */
export const EMULATED_ACCOUNT = '000000000000';
export const EMULATED_REGION = 'us-east-1';

/**
 * Environment variables with which the AWS SDK and the CDK reach an emulator and can reach nothing else: no profile, no
 * real credentials. The endpoint must be an address and no name (`http://127.0.0.1:4566`): the SDK then addresses buckets
 * by path.
 *
 * @param account stands as the access key: LocalStack gives each account number its own resources
 */
export function emulatorVariables(endpoint: string, account = 'test', region = EMULATED_REGION) {
  return {
    AWS_ENDPOINT_URL: endpoint,
    AWS_ACCESS_KEY_ID: account,
    AWS_SECRET_ACCESS_KEY: 'test',
    AWS_REGION: region,
    AWS_DEFAULT_REGION: region,
    AWS_CONFIG_FILE: '/dev/null',
    AWS_SHARED_CREDENTIALS_FILE: '/dev/null',
    AWS_EC2_METADATA_DISABLED: 'true',
    CDK_DISABLE_CLI_TELEMETRY: 'true',
  } as const;
}
