import { Duration } from 'aws-cdk-lib';
import { GraphWidget, type IWidget } from 'aws-cdk-lib/aws-cloudwatch';
import type { Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda';

/** How long it takes, how often it runs, and how often it crashes. */
export function functionRow(name: string, lambda: LambdaFunction): IWidget[] {
  const period = Duration.minutes(5);
  const duration = (statistic: string) => lambda.metricDuration({ period, statistic, label: statistic });
  const sum = { period, statistic: 'Sum' };
  return [
    new GraphWidget({
      title: `${name}: duration`,
      width: 8,
      left: [duration('p50'), duration('p95'), duration('Maximum')],
      leftYAxis: { min: 0, label: 'ms', showUnits: false },
    }),
    new GraphWidget({
      title: `${name}: invocations`,
      width: 8,
      left: [lambda.metricInvocations({ ...sum, label: 'invocations' })],
      right: [lambda.metric('ConcurrentExecutions', { period, statistic: 'Maximum', label: 'at a time' })],
      leftYAxis: { min: 0, showUnits: false },
      rightYAxis: { min: 0, showUnits: false },
    }),
    new GraphWidget({
      title: `${name}: errors`,
      width: 8,
      left: [lambda.metricErrors({ ...sum, label: 'errors' }), lambda.metricThrottles({ ...sum, label: 'throttles' })],
      leftYAxis: { min: 0, showUnits: false },
    }),
  ];
}
