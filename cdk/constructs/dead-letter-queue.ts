import { Duration } from 'aws-cdk-lib';
import type { Alarm } from 'aws-cdk-lib/aws-cloudwatch';
import { Queue, QueueEncryption } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { DEAD_LETTER_RETENTION_DAYS, REACTION_DAYS } from '../limits.ts';
import { alarmAt } from './alarm-at.ts';

const DAY_S = 86_400;

const UNPROCESSED = 'could not be processed. Mend the cause, then redrive them.';

export interface DeadLetterQueueProps {
  /**
   * Of the queue that the messages come from. A dead letter keeps the time at which it was first sent and is lost 14 days
   * after that, while the metric of its age counts from its move: it may have this much less.
   */
  readonly retentionDays: number;
  /** What the first message there means and what to do, for the alarm; absent: what it does behind a function. */
  readonly meaning?: string;
}

/** What nobody could process; one message there is a reason to look, and one that nears its end another. */
export class DeadLetterQueue extends Construct {
  readonly queue: Queue;
  readonly alarms: readonly Alarm[];

  constructor(scope: Construct, id: string, { retentionDays, meaning = UNPROCESSED }: DeadLetterQueueProps) {
    super(scope, id);
    this.queue = new Queue(this, 'Queue', {
      retentionPeriod: Duration.days(DEAD_LETTER_RETENTION_DAYS),
      // SSE-SQS: a topic of another account cannot write to a queue with a KMS key.
      encryption: QueueEncryption.SQS_MANAGED,
      enforceSSL: true,
    });
    const dueDays = DEAD_LETTER_RETENTION_DAYS - retentionDays - REACTION_DAYS;
    this.alarms = [
      alarmAt(this, 'AnyAlarm', {
        description: `Messages in ${this.queue.node.path} ${meaning}`,
        metric: this.queue.metricApproximateNumberOfMessagesVisible({
          period: Duration.minutes(1),
          statistic: 'Maximum',
        }),
        threshold: 1,
      }),
      alarmAt(this, 'ExpiryAlarm', {
        description: [
          `A message has been in ${this.queue.node.path} for ${dueDays} d; SQS may delete it in ${REACTION_DAYS} d.`,
          'Redrive it or take it out.',
        ].join(' '),
        metric: this.queue.metricApproximateAgeOfOldestMessage({ period: Duration.minutes(5), statistic: 'Maximum' }),
        threshold: dueDays * DAY_S,
      }),
    ];
  }
}
