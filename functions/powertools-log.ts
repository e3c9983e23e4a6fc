import type { Logger } from '@aws-lambda-powertools/logger';
import type { Log } from '../lib/pipeline/log.ts';

/** The pipeline's log as structured JSON on standard output, for CloudWatch. */
export function logOf(logger: Logger): Log {
  return {
    info: (event, fields) => logger.info(event, { ...fields }),
    warn: (event, fields) => logger.warn(event, { ...fields }),
    error: (event, fields) => logger.error(event, { ...fields }),
  };
}
