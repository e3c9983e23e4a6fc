import { CloudFormationClient, DescribeStacksCommand } from '@aws-sdk/client-cloudformation';
import { z } from 'zod';
import { UsageError } from '../usage.error.ts';
import { explainAwsFailure } from './explain-aws-failure.ts';

/** What a deployed stack says of itself, by the name of the output: `Bucket`, `ArrivalsQueueUrl` … */
export type StackOutputs = ReadonlyMap<string, string>;

const answerSchema = z.object({
  Stacks: z.tuple([
    z.object({
      StackStatus: z.string(),
      Outputs: z.array(z.object({ OutputKey: z.string(), OutputValue: z.string() })).default([]),
    }),
  ]),
});

/** Logical ids of outputs end so, because a resource may have the name itself. */
const SUFFIX = /Output$/;

/**
 * Endpoint and credentials come from the environment, and the region unless one is given.
 *
 * @throws UsageError if there is no such stack; what may pass later as it comes
 */
export async function readStackOutputs(stack: string, region?: string): Promise<StackOutputs> {
  const client = new CloudFormationClient({ ...(region !== undefined && { region }) });
  try {
    const { Stacks } = answerSchema.parse(await client.send(new DescribeStacksCommand({ StackName: stack })));
    return new Map(Stacks[0].Outputs.map(({ OutputKey, OutputValue }) => [OutputKey.replace(SUFFIX, ''), OutputValue]));
  } catch (error) {
    if (error instanceof Error && error.name === 'ValidationError') {
      const todo = 'Check its name, its region (--region) and AWS_ENDPOINT_URL.';
      throw new UsageError(`There is no stack ${stack} (${error.message}). ${todo}`, { cause: error });
    }
    throw explainAwsFailure(error, `stack ${stack}`);
  } finally {
    client.destroy();
  }
}

/** @throws UsageError if the stack is not one of this project, or an older one */
export function requireOutput(outputs: StackOutputs, name: string, stack: string): string {
  const value = outputs.get(name);
  if (value !== undefined) return value;
  throw new UsageError(`The stack ${stack} has no output ${name}: it is another stack, or has to be deployed anew.`);
}
