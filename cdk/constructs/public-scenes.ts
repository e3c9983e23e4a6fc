import { PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { CfnSubscription } from 'aws-cdk-lib/aws-sns';
import type { Queue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';

/** Only IW GRD with VV (V alone or with VH) can become a map; the topic carries every Sentinel-1 scene on Earth. */
export const PUBLIC_SCENE_FILTER = { mode: ['IW'], productType: ['GRD'], polarization: ['SV', 'DV'] };

export interface PublicScenesProps {
  readonly topicArn: string;
  /** Of the topic, to which its subscriptions belong; it need not be that of the stack. */
  readonly region: string;
  readonly arrivals: Queue;
}

/** Source: sends the public topic's announcements to the arrivals queue, across account and region. */
export class PublicScenes extends Construct {
  constructor(scope: Construct, id: string, { topicArn, region, arrivals }: PublicScenesProps) {
    super(scope, id);
    const allowed = arrivals.addToResourcePolicy(
      new PolicyStatement({
        principals: [new ServicePrincipal('sns.amazonaws.com')],
        actions: ['sqs:SendMessage'],
        resources: [arrivals.queueArn],
        conditions: { ArnEquals: { 'aws:SourceArn': topicArn } },
      }),
    );
    const subscription = new CfnSubscription(this, 'Subscription', {
      topicArn,
      region,
      protocol: 'sqs',
      endpoint: arrivals.queueArn,
      filterPolicy: PUBLIC_SCENE_FILTER,
      filterPolicyScope: 'MessageBody',
    });
    if (allowed.policyDependable) subscription.node.addDependency(allowed.policyDependable);
  }
}
