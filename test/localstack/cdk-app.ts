import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import { type CommandOptions, runCommand } from './run-command.ts';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const CDK = createRequire(import.meta.url).resolve('aws-cdk/bin/cdk');
/** As cdk/app.ts names it if nobody says otherwise. */
export const USUAL_STACK = 'S2mpNrt';

export interface CdkOptions extends Pick<CommandOptions, 'signal' | 'output' | 'cwd'> {
  /** Says which account and region, and how to reach them. */
  readonly env: NodeJS.ProcessEnv;
}

export interface StackOptions extends CdkOptions {
  readonly stack: string;
}

/** The CDK program on this project's app, as `npx cdk` would run it. */
async function cdk(args: readonly string[], options: CdkOptions): Promise<string> {
  return runCommand(process.execPath, [CDK, ...args, '--no-notices'], { cwd: ROOT, ...options });
}

/** Makes the template of a deployment, with bundles and layers, so that `deploy` need not. @param folder of the result */
export async function synthesize(deploymentFile: string, folder: string, options: StackOptions): Promise<void> {
  const context = [`deployment=${deploymentFile}`, `stack=${options.stack}`].flatMap((pair) => ['--context', pair]);
  await cdk(['synth', '--quiet', ...context, '--output', folder], options);
}

/** Needs no app, so that it can be done meanwhile. @param options `cwd` without a cdk.json saves running the app */
export async function bootstrap(account: string, region: string, options: CdkOptions): Promise<void> {
  await cdk(['bootstrap', `aws://${account}/${region}`], options);
}

/** @param app folder of {@link synthesize} @param outputsFile gets the stack's outputs as JSON */
export async function deploy(app: string, outputsFile: string, options: StackOptions): Promise<void> {
  const noQuestions = ['--require-approval', 'never'];
  await cdk(['deploy', options.stack, '--app', app, ...noQuestions, '--outputs-file', outputsFile], options);
}

export async function destroy(app: string, options: StackOptions): Promise<void> {
  await cdk(['destroy', options.stack, '--app', app, '--force'], options);
}
