import { SqsMessageQueue, sqsClient } from '../../lib/cloud/aws/sqs-message-queue.ts';
import { deployedServices } from '../deployed-services.ts';
import { readEnvironment } from '../environment.ts';
import { createStatisticsHandler } from './create-statistics-handler.ts';

const environment = readEnvironment('statistics');
const { services, middlewares } = deployedServices('statistics', environment.BUCKET, environment.CONFIGURATION);

export const handler = createStatisticsHandler({
  ...services,
  statistics: new SqsMessageQueue({ client: sqsClient(), queueUrl: environment.STATISTICS_QUEUE_URL }),
}).use(middlewares);
