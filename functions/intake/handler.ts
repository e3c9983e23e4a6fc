import { SqsMessageQueue, sqsClient } from '../../lib/cloud/aws/sqs-message-queue.ts';
import { bucketStores } from '../bucket-stores.ts';
import { deployedServices } from '../deployed-services.ts';
import { readEnvironment } from '../environment.ts';
import { createIntakeHandler } from './create-intake-handler.ts';

const environment = readEnvironment('intake');
const { BUCKET, CONFIGURATION, SCENE_BUCKETS } = environment;
const stores = bucketStores(BUCKET, { foreign: SCENE_BUCKETS });
const { services, middlewares } = deployedServices('intake', BUCKET, CONFIGURATION, stores);
const client = sqsClient();
const queue = (url: string) => new SqsMessageQueue({ client, queueUrl: url });

export const handler = createIntakeHandler({
  ...services,
  arrivals: queue(environment.ARRIVALS_QUEUE_URL),
  retrievalNrt: queue(environment.RETRIEVAL_NRT_QUEUE_URL),
  retrievalBulk: queue(environment.RETRIEVAL_BULK_QUEUE_URL),
}).use(middlewares);
