import { CfnOutput, Stack } from 'aws-cdk-lib';
import { PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { type Bucket, CfnBucket } from 'aws-cdk-lib/aws-s3';
import type { Queue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import type { StoreBucket } from './store-bucket.ts';

/** The objects whose arrival completes a scene: the last file of a SAFE folder, or a whole product. */
export const ARRIVAL_SUFFIXES = ['manifest.safe', '.zip'] as const;

const CREATED = 's3:ObjectCreated:*';

/** Source: scenes that are put into the store. S3 sends a message for each to the arrivals queue. */
export class OwnScenes extends Construct {
  constructor(scope: Construct, id: string, store: StoreBucket, arrivals: Queue) {
    super(scope, id);
    const stack = Stack.of(this);
    // The account instead of the bucket, which would close a circle; a bucket that is there has a name of its own.
    const adopted = store.own ? {} : { ArnEquals: { 'aws:SourceArn': store.bucketArn } };
    const allowed = arrivals.addToResourcePolicy(
      new PolicyStatement({
        principals: [new ServicePrincipal('s3.amazonaws.com')],
        actions: ['sqs:SendMessage'],
        resources: [arrivals.queueArn],
        conditions: { StringEquals: { 'aws:SourceAccount': stack.account }, ...adopted },
      }),
    );
    if (store.own) {
      const resource = notify(store.own, arrivals);
      // S3 checks the queue at once.
      if (allowed.policyDependable) resource.node.addDependency(allowed.policyDependable);
    } else {
      // Without a custom resource a template cannot configure a bucket that it did not make.
      new CfnOutput(stack, 'NotifyCommandOutput', {
        description: 'To be run once: it tells the bucket to announce scenes, in place of all that it announced before',
        value: notifyCommand(store.bucketName, arrivals.queueArn),
      });
    }
  }
}

/** The notification stands on the bucket itself (L1): `addEventNotification` would make a custom resource. */
function notify(bucket: Bucket, arrivals: Queue): CfnBucket {
  const resource = bucket.node.defaultChild;
  if (!(resource instanceof CfnBucket)) throw new Error('an S3 bucket without its resource');
  resource.notificationConfiguration = {
    queueConfigurations: ARRIVAL_SUFFIXES.map((value) => ({
      event: CREATED,
      queue: arrivals.queueArn,
      filter: { s3Key: { rules: [{ name: 'suffix', value }] } },
    })),
  };
  return resource;
}

function notifyCommand(bucketName: string, queueArn: string): string {
  const configuration = {
    QueueConfigurations: ARRIVAL_SUFFIXES.map((Value) => ({
      QueueArn: queueArn,
      Events: [CREATED],
      Filter: { Key: { FilterRules: [{ Name: 'suffix', Value }] } },
    })),
  };
  const command = `aws s3api put-bucket-notification-configuration --bucket ${bucketName}`;
  return `${command} --notification-configuration '${JSON.stringify(configuration)}'`;
}
