import {
  CloudFormationClient,
  CreateStackCommand,
  DeleteStackCommand,
  waitUntilStackCreateComplete,
} from '@aws-sdk/client-cloudformation';
import { onTestFinished } from 'vitest';
import { readStackOutputs, requireOutput } from '../../../cli/aws/stack-outputs.ts';
import { emptyBucket } from './store.ts';

const cloudFormation = new CloudFormationClient({});

/** What the commands of an operator need of a deployed pipeline: its bucket and its queues, without the functions. */
const TEMPLATE = {
  Resources: {
    Store: { Type: 'AWS::S3::Bucket' },
    ...guardedQueue('Arrivals'),
    ...guardedQueue('RetrievalNrt'),
  },
  Outputs: {
    BucketOutput: { Value: { Ref: 'Store' } },
    ...outputsOf('Arrivals'),
    ...outputsOf('RetrievalNrt'),
  },
};

function guardedQueue(name: string) {
  return {
    [`${name}DeadLetters`]: { Type: 'AWS::SQS::Queue' },
    [name]: {
      Type: 'AWS::SQS::Queue',
      Properties: {
        VisibilityTimeout: 60,
        RedrivePolicy: {
          deadLetterTargetArn: { 'Fn::GetAtt': [`${name}DeadLetters`, 'Arn'] },
          maxReceiveCount: 1,
        },
      },
    },
  };
}

function outputsOf(name: string) {
  return {
    [`${name}QueueUrlOutput`]: { Value: { Ref: name } },
    [`${name}DeadLettersUrlOutput`]: { Value: { Ref: `${name}DeadLetters` } },
  };
}

/** A stack of its own for a test, which goes with it. */
export async function openOperatorStack() {
  const stack = `s2mp-operator-${crypto.randomUUID()}`;
  await cloudFormation.send(new CreateStackCommand({ StackName: stack, TemplateBody: JSON.stringify(TEMPLATE) }));
  let bucket: string | undefined;
  onTestFinished(async () => {
    // AWS deletes no bucket with something in it.
    if (bucket !== undefined) await emptyBucket(bucket);
    await cloudFormation.send(new DeleteStackCommand({ StackName: stack }));
  });
  const waiter = { client: cloudFormation, maxWaitTime: 60, minDelay: 1, maxDelay: 1 };
  await waitUntilStackCreateComplete(waiter, { StackName: stack });
  const outputs = await readStackOutputs(stack);
  bucket = requireOutput(outputs, 'Bucket', stack);
  return { stack, outputs };
}
