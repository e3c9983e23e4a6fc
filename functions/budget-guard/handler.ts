import { LambdaClient } from '@aws-sdk/client-lambda';
import { S3Client } from '@aws-sdk/client-s3';
import { LambdaLane } from '../../lib/cloud/aws/lambda-lane.ts';
import { S3ObjectStore } from '../../lib/cloud/aws/s3-object-store.ts';
import { SqsMessageQueue, sqsClient } from '../../lib/cloud/aws/sqs-message-queue.ts';
import { SYSTEM_CLOCK } from '../../lib/cloud/clock.ts';
import { readEnvironment } from '../environment.ts';
import { observe } from '../observation.ts';
import { createBudgetGuardHandler } from './create-budget-guard-handler.ts';

const environment = readEnvironment('budget-guard');
const { log, metrics, middlewares } = observe('budget-guard');

export const handler = createBudgetGuardHandler({
  store: new S3ObjectStore(new S3Client({}), environment.BUCKET),
  bulkLane: new LambdaLane(new LambdaClient({}), environment.BULK_MAPPING_ID),
  bulkQueue: new SqsMessageQueue({ client: sqsClient(), queueUrl: environment.RETRIEVAL_BULK_QUEUE_URL }),
  budget: environment.BUDGET,
  clock: SYSTEM_CLOCK,
  log,
  metrics,
}).use(middlewares);
