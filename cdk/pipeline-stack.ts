import { CfnOutput, Stack } from 'aws-cdk-lib';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { SqsSubscription } from 'aws-cdk-lib/aws-sns-subscriptions';
import type { Construct } from 'constructs';
import type { FunctionName } from '../functions/environment.ts';
import type { Layers } from '../layers/build-layers.ts';
import { deadLetterQueue, GuardedQueue } from './constructs/guarded-queue.ts';
import { PipelineFunction } from './constructs/pipeline-function.ts';
import { PipelineLayers } from './constructs/pipeline-layers.ts';
import { PublicScenes } from './constructs/public-scenes.ts';
import { allowReading, allowWriting } from './constructs/store-access.ts';
import { StoreBucket } from './constructs/store-bucket.ts';
import type { Deployment } from './deployment.ts';
import { FUNCTION_LIMITS } from './limits.ts';

export interface PipelineStackProps {
  readonly deployment: Deployment;
  /** Folder of each function's bundle. */
  readonly bundles: Readonly<Record<FunctionName, string>>;
  readonly layers: Layers;
}

/**
 * store ─▶ arrivals ─▶ intake ─▶ retrieval (NRT lane, bulk lane) ─▶ retrieve ─▶ topic ─▶ notifications ─▶ fan-out
 * ─▶ statistics queue ─▶ statistics. Nothing has a physical name and nothing is a custom resource, so the same template
 * deploys several times, to AWS and to emulators.
 */
export class PipelineStack extends Stack {
  constructor(scope: Construct, id: string, { deployment, bundles, layers }: PipelineStackProps) {
    super(scope, id, { description: 'Near-real-time 1-km soil moisture from Sentinel-1' });
    const { pipeline, architecture, concurrency, publicScenes } = deployment;

    const queueFor = (queueId: string, reader: FunctionName) =>
      new GuardedQueue(this, queueId, {
        functionTimeoutS: FUNCTION_LIMITS[reader].timeoutS,
        maxReceiveCount: pipeline.maxReceiveCount,
      }).queue;
    const arrivals = queueFor('Arrivals', 'intake');
    // Two lanes, so that a backfill never delays today's scene.
    const retrievalNrt = queueFor('RetrievalNrt', 'retrieve');
    const retrievalBulk = queueFor('RetrievalBulk', 'retrieve');
    const notifications = queueFor('Notifications', 'fan-out');
    const statisticsJobs = queueFor('StatisticsJobs', 'statistics');

    const store = new StoreBucket(this, 'Store', arrivals).bucket;
    const smReady = new Topic(this, 'SmReady', { displayName: 'Soil-moisture maps that are ready', enforceSSL: true });
    smReady.addSubscription(
      new SqsSubscription(notifications, {
        rawMessageDelivery: true,
        deadLetterQueue: deadLetterQueue(this, 'UndeliveredNotifications'),
      }),
    );

    // The public bucket lies in the region of its topic.
    const publicBucket = { bucket: publicScenes.bucket, region: publicScenes.topicArn.split(':')[3] };
    const sceneBuckets = { SCENE_BUCKETS: JSON.stringify(publicScenes.enabled ? [publicBucket] : []) };
    const base = { BUCKET: store.bucketName, CONFIGURATION: JSON.stringify(pipeline) };
    const intake = new PipelineFunction(this, 'Intake', {
      name: 'intake',
      codeFolder: bundles.intake,
      architecture,
      environment: {
        ...base,
        ...sceneBuckets,
        ARRIVALS_QUEUE_URL: arrivals.queueUrl,
        RETRIEVAL_NRT_QUEUE_URL: retrievalNrt.queueUrl,
        RETRIEVAL_BULK_QUEUE_URL: retrievalBulk.queueUrl,
      },
    });
    intake.reads(arrivals);
    // Into its own queue as well: a scene whose files are not all there comes back later as a delayed message.
    for (const queue of [arrivals, retrievalNrt, retrievalBulk]) queue.grantSendMessages(intake.lambda);
    allowReading(intake.lambda, store.bucketArn);
    allowWriting(intake.lambda, store.bucketArn, ['ledger']);

    const retrieve = new PipelineFunction(this, 'Retrieve', {
      name: 'retrieve',
      codeFolder: bundles.retrieve,
      architecture,
      layers: new PipelineLayers(this, 'Layers', layers, architecture).all,
      environment: {
        ...base,
        ...sceneBuckets,
        DEM_SOURCE: JSON.stringify({ kind: 'store' }),
        TOPIC_ARN: smReady.topicArn,
        PRICES: JSON.stringify({}),
      },
    });
    retrieve.reads(retrievalNrt, concurrency.nrt);
    retrieve.reads(retrievalBulk, concurrency.bulk);
    allowReading(retrieve.lambda, store.bucketArn);
    allowWriting(retrieve.lambda, store.bucketArn, ['acquisitions', 'collections', 'receipts', 'ledger']);
    smReady.grantPublish(retrieve.lambda);

    const fanOut = new PipelineFunction(this, 'FanOut', {
      name: 'fan-out',
      codeFolder: bundles['fan-out'],
      architecture,
      environment: { ...base, STATISTICS_QUEUE_URL: statisticsJobs.queueUrl },
    });
    fanOut.reads(notifications);
    statisticsJobs.grantSendMessages(fanOut.lambda);

    const statistics = new PipelineFunction(this, 'Statistics', {
      name: 'statistics',
      codeFolder: bundles.statistics,
      architecture,
      environment: base,
    });
    statistics.reads(statisticsJobs, concurrency.statistics);
    allowReading(statistics.lambda, store.bucketArn);
    allowWriting(statistics.lambda, store.bucketArn, ['statistics']);

    if (publicScenes.enabled) {
      new PublicScenes(this, 'PublicScenes', publicScenes.topicArn, arrivals);
      const publicBucketArn = `arn:${this.partition}:s3:::${publicScenes.bucket}`;
      for (const reader of [intake, retrieve]) allowReading(reader.lambda, publicBucketArn);
    }

    const outputs = {
      Bucket: store.bucketName,
      ArrivalsQueueUrl: arrivals.queueUrl,
      RetrievalNrtQueueUrl: retrievalNrt.queueUrl,
      RetrievalBulkQueueUrl: retrievalBulk.queueUrl,
      SmReadyTopicArn: smReady.topicArn,
    };
    for (const [outputId, value] of Object.entries(outputs)) new CfnOutput(this, `${outputId}Output`, { value });
  }
}
