import { Aws } from 'aws-cdk-lib';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import type { Construct } from 'constructs';
import type { FunctionName } from '../functions/environment.ts';
import type { Layers } from '../layers/build-layers.ts';
import type { ForeignBucket } from '../lib/pipeline/sources/foreign-bucket.ts';
import { type Environment, PipelineFunction } from './constructs/pipeline-function.ts';
import { PipelineLayers } from './constructs/pipeline-layers.ts';
import { allowReading, allowWriting } from './constructs/store-access.ts';
import type { StoreBucket } from './constructs/store-bucket.ts';
import { sceneBuckets } from './deployment/foreign-buckets.ts';
import { settingsOf } from './deployment/settings.ts';
import type { Deployment } from './deployment.ts';
import type { LimitedFunction } from './limits.ts';
import type { PipelineQueues } from './pipeline-queues.ts';

export interface PipelineFunctionsProps {
  readonly deployment: Deployment;
  /** Folder of each function's bundle. */
  readonly bundles: Readonly<Record<FunctionName, string>>;
  readonly layers: Layers;
  readonly queues: PipelineQueues;
  readonly store: StoreBucket;
  readonly smReady: ITopic;
}

export interface PipelineFunctions {
  readonly intake: PipelineFunction<'intake'>;
  readonly retrieve: PipelineFunction<'retrieve'>;
  readonly fanOut: PipelineFunction<'fan-out'>;
  readonly statistics: PipelineFunction<'statistics'>;
}

/** The functions that work on queues, each with the rights to what it does and no more. */
export function pipelineFunctions(scope: Construct, props: PipelineFunctionsProps): PipelineFunctions {
  const { deployment, queues, store, smReady } = props;
  const environment = environmentOf(props);
  const create = <F extends FunctionName>(id: string, name: F, limits: LimitedFunction, values: Environment<F>) =>
    new PipelineFunction(scope, id, {
      name,
      codeFolder: props.bundles[name],
      architecture: deployment.architecture,
      limits: deployment.limits[limits],
      environment: values,
      layers: name === 'retrieve' ? new PipelineLayers(scope, 'Layers', props.layers, deployment.architecture).all : [],
    });

  const intake = create('Intake', 'intake', 'intake', environment);
  // Into its own queue as well: a scene whose files are not all there comes back later as a delayed message.
  for (const { queue } of [queues.arrivals, queues.retrievalNrt, queues.retrievalBulk]) {
    queue.grantSendMessages(intake.lambda);
  }
  allowReading(intake.role, store.bucketArn);
  allowWriting(intake.role, store.bucketArn, ['ledger']);

  const retrieve = create('Retrieve', 'retrieve', 'retrieve', environment);
  allowReading(retrieve.role, store.bucketArn);
  allowWriting(retrieve.role, store.bucketArn, ['acquisitions', 'collections', 'receipts', 'ledger']);
  smReady.grantPublish(retrieve.lambda);

  const fanOut = create('FanOut', 'fan-out', 'fanOut', environment);
  queues.statisticsJobs.queue.grantSendMessages(fanOut.lambda);

  const statistics = create('Statistics', 'statistics', 'statistics', environment);
  // Into its own queue: what there is no time for.
  queues.statisticsJobs.queue.grantSendMessages(statistics.lambda);
  allowReading(statistics.role, store.bucketArn, ['collections', 'landcover', 'statistics']);
  allowWriting(statistics.role, store.bucketArn, ['statistics']);

  // Public buckets too want the reader's own permission when the request is signed.
  const readForeign = (reader: PipelineFunction<FunctionName>, { bucket }: ForeignBucket) =>
    allowReading(reader.role, `arn:${Aws.PARTITION}:s3:::${bucket}`);
  for (const bucket of sceneBuckets(deployment)) {
    readForeign(intake, bucket);
    readForeign(retrieve, bucket);
  }
  if (deployment.demSource.kind === 'glo30') readForeign(retrieve, deployment.demSource);
  return { intake, retrieve, fanOut, statistics };
}

/** Every value that a function may read from its environment; each function is given those that it names. */
function environmentOf({ deployment, queues, store, smReady }: PipelineFunctionsProps) {
  return {
    ...settingsOf(deployment),
    BUCKET: store.bucketName,
    TOPIC_ARN: smReady.topicArn,
    ARRIVALS_QUEUE_URL: queues.arrivals.queue.queueUrl,
    RETRIEVAL_NRT_QUEUE_URL: queues.retrievalNrt.queue.queueUrl,
    RETRIEVAL_BULK_QUEUE_URL: queues.retrievalBulk.queue.queueUrl,
    STATISTICS_QUEUE_URL: queues.statisticsJobs.queue.queueUrl,
  };
}
