import { CfnOutput, Stack } from 'aws-cdk-lib';
import { AnyPrincipal, Effect, type IRole, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { Queue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';

export interface OrdersProps {
  readonly enabled: boolean;
  readonly arrivals: Queue;
  /** Sends messages of its own to the queue, for scenes that wait. */
  readonly intake: IRole;
}

/** Source: orders, sent by whoever in the account has `sqs:SendMessage`. Off, nobody has: not even an administrator. */
export class Orders extends Construct {
  constructor(scope: Construct, id: string, { enabled, arrivals, intake }: OrdersProps) {
    super(scope, id);
    const stack = Stack.of(this);
    if (enabled) {
      const order = {
        type: 'reprocessing-order',
        scene: { bucket: 'BUCKET', prefix: 'scenes/PRODUCT.SAFE' },
        collections: ['s2mp-s1s2'],
      };
      const command = `aws sqs send-message --region ${stack.region} --queue-url ${arrivals.queueUrl}`;
      new CfnOutput(stack, 'OrderCommandOutput', {
        description: 'Orders one scene: bucket and prefix are where it lies, collections may be left out',
        value: `${command} --message-body '${JSON.stringify(order)}'`,
      });
      return;
    }
    arrivals.addToResourcePolicy(
      new PolicyStatement({
        effect: Effect.DENY,
        principals: [new AnyPrincipal()],
        actions: ['sqs:SendMessage'],
        resources: [arrivals.queueArn],
        // S3 and SNS come as services, by the statements that allow them. What a person redrives from the dead-letter
        // queue is sent in the person's name, and refused as well.
        conditions: {
          Bool: { 'aws:PrincipalIsAWSService': 'false' },
          ArnNotEquals: { 'aws:PrincipalArn': intake.roleArn },
        },
      }),
    );
  }
}
