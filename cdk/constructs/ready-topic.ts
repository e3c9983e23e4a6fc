import { Duration, Validations } from 'aws-cdk-lib';
import { type Alarm, GraphWidget, type IWidget } from 'aws-cdk-lib/aws-cloudwatch';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { SqsSubscription } from 'aws-cdk-lib/aws-sns-subscriptions';
import type { Queue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { DeadLetterQueue } from './dead-letter-queue.ts';
import type { Watched } from './watched.ts';

/** The name is that of the output by which the command finds the queue. */
const UNDELIVERED = [
  'are notifications that SNS could not deliver to the queue Notifications: their maps are missing in the statistics.',
  'Look at that queue and its policy, then put them there:',
  's2mp redrive --stack … --queue UndeliveredNotifications --no-canary.',
].join(' ');

/** "SM ready": every map is announced here; the pipeline's own statistics are one subscriber of many. */
export class ReadyTopic extends Construct implements Watched {
  readonly topic: Topic;
  readonly undelivered: Queue;
  readonly alarms: readonly Alarm[];
  readonly widgets: readonly IWidget[];

  constructor(scope: Construct, id: string, notifications: Queue) {
    super(scope, id);
    this.topic = new Topic(this, 'Topic', { displayName: 'Soil-moisture maps that are ready', enforceSSL: true });
    // SNS sends what it gave up as a new message: nothing has aged before.
    const undelivered = new DeadLetterQueue(this, 'Undelivered', { retentionDays: 0, meaning: UNDELIVERED });
    this.undelivered = undelivered.queue;
    this.alarms = undelivered.alarms;
    Validations.of(this.undelivered).acknowledge({
      id: 'AwsSolutions-SQS3',
      reason: 'It is a dead-letter queue: that of the subscription.',
    });
    this.topic.addSubscription(
      new SqsSubscription(notifications, { rawMessageDelivery: true, deadLetterQueue: this.undelivered }),
    );
    const sum = { period: Duration.minutes(5), statistic: 'Sum' };
    this.widgets = [
      new GraphWidget({
        title: 'SM ready: notifications',
        width: 24,
        left: [
          this.topic.metricNumberOfMessagesPublished({ ...sum, label: 'published' }),
          this.topic.metricNumberOfNotificationsDelivered({ ...sum, label: 'delivered' }),
          this.topic.metricNumberOfNotificationsFailed({ ...sum, label: 'failed' }),
          this.topic.metricNumberOfNotificationsFilteredOut({ ...sum, label: 'filtered out' }),
        ],
        leftYAxis: { min: 0, showUnits: false },
      }),
    ];
  }
}
