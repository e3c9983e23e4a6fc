import { Aws, Duration } from 'aws-cdk-lib';
import { Metric } from 'aws-cdk-lib/aws-cloudwatch';
import type { METRICS_OF } from '../../lib/pipeline/metrics.ts';

type Service = keyof typeof METRICS_OF;

/** What this function counts, and no other figure. */
export type MetricOf<S extends Service> = (typeof METRICS_OF)[S][number];

/**
 * A metric that a function writes into its log (embedded metric format), by the namespace and service it has there.
 * Without a label, which would make an alarm on it a metric query.
 */
export function ownMetric<S extends Service>(
  service: S,
  metricName: MetricOf<S>,
  statistic: string,
  period = Duration.minutes(5),
): Metric {
  return new Metric({
    namespace: Aws.STACK_NAME,
    metricName,
    dimensionsMap: { service },
    statistic,
    period,
  });
}
