import { SqsMessageQueue, sqsClient } from '../../lib/cloud/aws/sqs-message-queue.ts';
import { deployedServices } from '../deployed-services.ts';
import { readEnvironment } from '../environment.ts';
import { createFanOutHandler } from './create-fan-out-handler.ts';

const environment = readEnvironment('fan-out');
const { services, middlewares } = deployedServices('fan-out', environment.BUCKET, environment.CONFIGURATION);

export const handler = createFanOutHandler({
  ...services,
  statistics: new SqsMessageQueue({ client: sqsClient(), queueUrl: environment.STATISTICS_QUEUE_URL }),
}).use(middlewares);
