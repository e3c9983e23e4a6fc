import { CloudFormationClient, DescribeStacksCommand } from '@aws-sdk/client-cloudformation';
import { deploy } from '../../localstack/cdk-app.ts';
import { STACK } from '../stack-name.ts';

/**
 * Deploys the stack once more, as the runner has prepared it from another deployment file.
 *
 * @returns the stack's state afterwards: `UPDATE_COMPLETE`, unless nothing had to be done
 */
export async function updateStack(): Promise<string | undefined> {
  const { S2MP_E2E_UPDATE: app, S2MP_E2E_OUTPUTS: outputs } = process.env;
  if (!app || !outputs) throw new Error('S2MP_E2E_UPDATE names no template: run these tests by npm run test:e2e');
  await deploy(app, `${outputs}.update.json`, { env: process.env, stack: STACK });
  const { Stacks = [] } = await new CloudFormationClient({}).send(new DescribeStacksCommand({ StackName: STACK }));
  return Stacks[0]?.StackStatus;
}
