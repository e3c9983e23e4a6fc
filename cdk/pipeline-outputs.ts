import { Aws, CfnOutput } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import type { AlarmTopic } from './constructs/alarm-topic.ts';
import type { PipelineDashboard } from './constructs/pipeline-dashboard.ts';
import type { ReadyTopic } from './constructs/ready-topic.ts';
import type { StoreBucket } from './constructs/store-bucket.ts';
import { accountConcurrency } from './deployment/account-concurrency.ts';
import type { Deployment } from './deployment.ts';
import type { PipelineQueues } from './pipeline-queues.ts';

export interface PipelineOutputsProps {
  readonly deployment: Deployment;
  readonly queues: PipelineQueues;
  readonly store: StoreBucket;
  readonly smReady: ReadyTopic;
  readonly alarmTopic: AlarmTopic;
  readonly dashboard: PipelineDashboard;
}

/** What people and the `s2mp` command find the stack's parts by; each id ends in `Output`. */
export function pipelineOutputs(scope: Construct, props: PipelineOutputsProps): void {
  const { deployment, queues, store, smReady, alarmTopic } = props;
  const { dashboard } = props.dashboard;
  const consoleUrl = `https://${Aws.REGION}.console.aws.amazon.com`;
  const outputs: Record<string, string> = {
    Bucket: store.bucketName,
    SmReadyTopicArn: smReady.topic.topicArn,
    UndeliveredNotificationsUrl: smReady.undelivered.queueUrl,
    AlarmTopicArn: alarmTopic.topic.topicArn,
    DashboardName: dashboard.dashboardName,
    DashboardUrl: `${consoleUrl}/cloudwatch/home?region=${Aws.REGION}#dashboards/dashboard/${dashboard.dashboardName}`,
    AccountConcurrency: String(accountConcurrency(deployment)),
  };
  const named = {
    Arrivals: queues.arrivals,
    RetrievalNrt: queues.retrievalNrt,
    RetrievalBulk: queues.retrievalBulk,
    Notifications: queues.notifications,
    StatisticsJobs: queues.statisticsJobs,
  };
  for (const [name, { queue, deadLetters }] of Object.entries(named)) {
    outputs[`${name}QueueUrl`] = queue.queueUrl;
    outputs[`${name}DeadLettersUrl`] = deadLetters.queueUrl;
  }
  for (const [id, value] of Object.entries(outputs)) new CfnOutput(scope, `${id}Output`, { value });
}
