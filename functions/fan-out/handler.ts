import { SqsMessageQueue, sqsClient } from '../../lib/cloud/aws/sqs-message-queue.ts';
import { deployedServices } from '../deployed-services.ts';
import { readEnvironment } from '../environment.ts';
import { createFanOutHandler } from './create-fan-out-handler.ts';

const environment = readEnvironment('fan-out');

export const handler = createFanOutHandler({
  ...deployedServices('fan-out', environment.BUCKET, environment.CONFIGURATION),
  statistics: new SqsMessageQueue({ client: sqsClient(), queueUrl: environment.STATISTICS_QUEUE_URL }),
});
