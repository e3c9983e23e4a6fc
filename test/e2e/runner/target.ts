import { join } from 'node:path';
import { EMULATED_ACCOUNT, EMULATED_REGION, emulatorEnvironment } from '../../localstack/emulator-variables.ts';
import { freePort } from '../../localstack/free-port.ts';
import { LocalAwsError } from '../../localstack/local-aws.error.ts';
import { say } from '../../localstack/say.ts';
import { LOCALSTACK_VERSION, startLocalstack } from '../../localstack/start-localstack.ts';
import { stopLocalstack } from '../../localstack/stop-localstack.ts';

/** An AWS endpoint on which the stack is tried. */
export interface Target {
  /** What was really run, for people. */
  readonly name: string;
  readonly kind: TargetKind;
  readonly account: string;
  readonly region: string;
  /** With these, the SDK and the CDK reach the target. */
  readonly env: NodeJS.ProcessEnv;
  /** Somebody else's: what this run leaves in it stays there. */
  readonly outlivesRun: boolean;
  stop(): Promise<void>;
}

/** `localstack` is started by the run itself. */
export const TARGET_KINDS = ['localstack', 'running-localstack', 'ministack', 'aws'] as const;
export type TargetKind = (typeof TARGET_KINDS)[number];

/**
 * A LocalStack of this run's own; or what `AWS_ENDPOINT_URL` names; or, if `S2MP_E2E_AWS_ACCOUNT` says its number, the real
 * account of the credentials in the environment: it costs money, so it is never taken by accident.
 *
 * @param folder for what a LocalStack writes
 * @throws LocalAwsError if no target can be had
 */
export async function openTarget(
  folder: string,
  signal: AbortSignal,
  env: NodeJS.ProcessEnv = process.env,
): Promise<Target> {
  if (env.AWS_ENDPOINT_URL) return openEmulator(env.AWS_ENDPOINT_URL, env);
  if (env.S2MP_E2E_AWS_ACCOUNT) return openAccount(env.S2MP_E2E_AWS_ACCOUNT, env);
  const port = await freePort();
  const endpoint = `http://127.0.0.1:${port}`;
  const state = join(folder, 'localstack');
  const process = await startLocalstack({ port, folder: state, endsWithStarter: true, say, signal });
  return {
    name: `LocalStack ${LOCALSTACK_VERSION} without Docker, started for this run at ${endpoint}`,
    kind: 'localstack',
    account: EMULATED_ACCOUNT,
    region: EMULATED_REGION,
    env: emulatorEnvironment(env, endpoint),
    outlivesRun: false,
    stop: () => stopLocalstack(process, state),
  };
}

async function openEmulator(endpoint: string, env: NodeJS.ProcessEnv): Promise<Target> {
  const { kind, name } = await identify(endpoint);
  return {
    name: `${name} at ${endpoint}, which was running`,
    kind,
    account: EMULATED_ACCOUNT,
    region: env.AWS_REGION || EMULATED_REGION,
    env: emulatorEnvironment(env, endpoint, env.AWS_REGION || EMULATED_REGION),
    outlivesRun: true,
    stop: async () => {},
  };
}

/** MiniStack answers at LocalStack's address as well as at its own. */
async function identify(endpoint: string): Promise<{ kind: TargetKind; name: string }> {
  for (const [kind, product] of [
    ['ministack', 'MiniStack'],
    ['running-localstack', 'LocalStack'],
  ] as const) {
    const health = await read(new URL(`/_${product.toLowerCase()}/health`, endpoint));
    const version = health && /"version":\s*"([^"]+)"/.exec(health)?.[1];
    if (version) return { kind, name: `${product} ${version}` };
  }
  throw new LocalAwsError(`Nothing that emulates AWS answers at AWS_ENDPOINT_URL=${endpoint}.`);
}

async function read(url: URL): Promise<string | undefined> {
  try {
    const answer = await fetch(url, { signal: AbortSignal.timeout(10_000) });
    return answer.ok ? await answer.text() : undefined;
  } catch {
    return undefined;
  }
}

function openAccount(account: string, env: NodeJS.ProcessEnv): Target {
  const region = env.AWS_REGION;
  if (!/^\d{12}$/.test(account) || !region) {
    throw new LocalAwsError(
      'S2MP_E2E_AWS_ACCOUNT must be an account of 12 digits, and AWS_REGION must be set with it.',
    );
  }
  return {
    name: `AWS account ${account} in ${region}`,
    kind: 'aws',
    account,
    region,
    env,
    outlivesRun: true,
    stop: async () => {},
  };
}
