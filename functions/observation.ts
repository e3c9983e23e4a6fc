import { Logger } from '@aws-lambda-powertools/logger';
import { injectLambdaContext } from '@aws-lambda-powertools/logger/middleware';
import { Metrics } from '@aws-lambda-powertools/metrics';
import { Tracer } from '@aws-lambda-powertools/tracer';
import { captureLambdaHandler } from '@aws-lambda-powertools/tracer/middleware';
import type { MiddlewareObj } from '@middy/core';
import type { FunctionName } from './environment.ts';
import { publishMetrics } from './middleware/publish-metrics.ts';
import { logOf } from './powertools-log.ts';
import { metricsOf } from './powertools-metrics.ts';

/**
 * What an operator sees of a function: its log, its metrics and its traces, all under its name. The namespace of the
 * metrics comes from `POWERTOOLS_METRICS_NAMESPACE`. Single requests are not traced: a scene is read in hundreds of them.
 */
export function observe(serviceName: FunctionName) {
  const logger = new Logger({ serviceName });
  const metrics = new Metrics({ serviceName });
  const tracer = new Tracer({ serviceName, captureHTTPsRequests: false });
  return {
    log: logOf(logger),
    metrics: metricsOf(metrics),
    /** Of the handler: request ids in the log, metrics sent after each invocation, a trace of each. */
    middlewares: [
      captureLambdaHandler(tracer, { captureResponse: false }),
      injectLambdaContext(logger),
      publishMetrics(metrics),
    ] as MiddlewareObj[],
  };
}
