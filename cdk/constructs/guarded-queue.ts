import { Duration } from 'aws-cdk-lib';
import type { Alarm, IWidget } from 'aws-cdk-lib/aws-cloudwatch';
import { Queue, QueueEncryption } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { VISIBILITY_PER_TIMEOUT } from '../limits.ts';
import { alarmAt } from './alarm-at.ts';
import { DeadLetterQueue } from './dead-letter-queue.ts';
import { queueRow } from './queue-row.ts';
import type { Watched } from './watched.ts';

export interface GuardedQueueProps {
  /** Timeout of the function that reads the queue. */
  readonly functionTimeoutS: number;
  /** Seconds that a message waits for others to fill its batch; absent = it does not. */
  readonly windowS?: number;
  readonly maxReceiveCount: number;
  readonly retentionDays: number;
  /** An oldest message of this age is an alarm. */
  readonly maxAgeMinutes: number;
  /** What else than its function can make messages wait, and where to see it; a sentence for the alarm. */
  readonly otherCause?: string;
}

/** A standard queue with its dead-letter queue, and alarms on what waits too long and on what has failed. */
export class GuardedQueue extends Construct implements Watched {
  readonly queue: Queue;
  readonly deadLetters: Queue;
  readonly windowS: number;
  readonly alarms: readonly Alarm[];
  readonly widgets: readonly IWidget[];

  constructor(scope: Construct, id: string, props: GuardedQueueProps) {
    super(scope, id);
    this.windowS = props.windowS ?? 0;
    const deadLetters = new DeadLetterQueue(this, 'DeadLetters', { retentionDays: props.retentionDays });
    this.deadLetters = deadLetters.queue;
    this.queue = new Queue(this, 'Queue', {
      visibilityTimeout: Duration.seconds(VISIBILITY_PER_TIMEOUT * props.functionTimeoutS + this.windowS),
      retentionPeriod: Duration.days(props.retentionDays),
      deadLetterQueue: { queue: this.deadLetters, maxReceiveCount: props.maxReceiveCount },
      // SSE-SQS: a topic of another account cannot write to a queue with a KMS key.
      encryption: QueueEncryption.SQS_MANAGED,
      enforceSSL: true,
    });
    const age = this.queue.metricApproximateAgeOfOldestMessage({ period: Duration.minutes(5), statistic: 'Maximum' });
    const ageAlarm = alarmAt(this, 'AgeAlarm', {
      description: [
        `A message has waited in ${this.queue.node.path} for ${props.maxAgeMinutes} min;`,
        `after ${props.retentionDays} d it is lost.`,
        'Look for throttles and errors of the function that reads it, or widen its lane.',
        ...(props.otherCause === undefined ? [] : [props.otherCause]),
      ].join(' '),
      metric: age,
      threshold: props.maxAgeMinutes * 60,
    });
    this.alarms = [ageAlarm, ...deadLetters.alarms];
    this.widgets = queueRow(id, this.queue, this.deadLetters);
  }
}
