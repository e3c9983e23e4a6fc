import type { Metrics as PowertoolsMetrics } from '@aws-lambda-powertools/metrics';
import { METRIC_UNITS, type Metrics } from '../lib/pipeline/metrics.ts';

/** The pipeline's figures in the embedded metric format, for CloudWatch. */
export function metricsOf(metrics: PowertoolsMetrics): Metrics {
  return { add: (name, value) => void metrics.addMetric(name, METRIC_UNITS[name], value) };
}
