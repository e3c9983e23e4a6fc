import { Duration } from 'aws-cdk-lib';
import { GraphWidget, type IWidget } from 'aws-cdk-lib/aws-cloudwatch';
import type { Queue } from 'aws-cdk-lib/aws-sqs';

/** How old, how many, and how many given up. */
export function queueRow(name: string, queue: Queue, deadLetters: Queue): IWidget[] {
  const maximum = { period: Duration.minutes(5), statistic: 'Maximum' };
  return [
    new GraphWidget({
      title: `${name}: age of the oldest message`,
      width: 8,
      left: [queue.metricApproximateAgeOfOldestMessage({ ...maximum, label: 'age' })],
      leftYAxis: { min: 0, label: 's', showUnits: false },
    }),
    new GraphWidget({
      title: `${name}: messages`,
      width: 8,
      left: [
        queue.metricApproximateNumberOfMessagesVisible({ ...maximum, label: 'waiting' }),
        queue.metricApproximateNumberOfMessagesDelayed({ ...maximum, label: 'delayed' }),
        queue.metricApproximateNumberOfMessagesNotVisible({ ...maximum, label: 'in work' }),
      ],
      leftYAxis: { min: 0, showUnits: false },
    }),
    new GraphWidget({
      title: `${name}: dead letters`,
      width: 8,
      left: [deadLetters.metricApproximateNumberOfMessagesVisible({ ...maximum, label: 'dead letters' })],
      right: [deadLetters.metricApproximateAgeOfOldestMessage({ ...maximum, label: 'age since the move' })],
      leftYAxis: { min: 0, showUnits: false },
      rightYAxis: { min: 0, label: 's', showUnits: false },
    }),
  ];
}
