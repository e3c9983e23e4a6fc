import { Duration, RemovalPolicy, Validations } from 'aws-cdk-lib';
import { GraphWidget, type IWidget, Metric } from 'aws-cdk-lib/aws-cloudwatch';
import {
  BlockPublicAccess,
  Bucket,
  BucketEncryption,
  type LifecycleRule,
  ObjectOwnership,
  StorageClass,
} from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import { BROKEN_UPLOADS_DAYS, OLD_VERSIONS_DAYS, SCENE_TIERING_DAYS } from '../limits.ts';
import type { Watched } from './watched.ts';

export interface StoreBucketProps {
  /** A bucket that is there and is taken over as it is. */
  readonly existingName?: string | undefined;
  /** Scenes are deleted after this; absent = kept. */
  readonly scenesDays?: number | undefined;
}

/** The object store of the pipeline. It outlives the stack: it holds the products. */
export class StoreBucket extends Construct implements Watched {
  readonly bucketName: string;
  readonly bucketArn: string;
  /** The bucket itself, if the stack made it and may configure it. */
  readonly own: Bucket | undefined;
  readonly alarms = [];
  readonly widgets: readonly IWidget[];

  constructor(scope: Construct, id: string, { existingName, scenesDays }: StoreBucketProps) {
    super(scope, id);
    this.own = existingName === undefined ? this.#make(scenesDays) : undefined;
    const bucket = this.own ?? Bucket.fromBucketName(this, 'Bucket', String(existingName));
    this.bucketName = bucket.bucketName;
    this.bucketArn = bucket.bucketArn;
    this.widgets = storeRow(this.bucketName);
  }

  #make(scenesDays: number | undefined): Bucket {
    const bucket = new Bucket(this, 'Bucket', {
      blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
      objectOwnership: ObjectOwnership.BUCKET_OWNER_ENFORCED,
      encryption: BucketEncryption.S3_MANAGED,
      enforceSSL: true,
      versioned: true,
      lifecycleRules: lifecycleRules(scenesDays),
      removalPolicy: RemovalPolicy.RETAIN,
    });
    // A bucket that stays keeps its rule that nobody reads it without TLS.
    bucket.policy?.applyRemovalPolicy(RemovalPolicy.RETAIN);
    Validations.of(bucket).acknowledge({
      id: 'AwsSolutions-S1',
      reason: [
        'Access logs would need a second bucket that grows with every range read;',
        'CloudTrail data events tell who read what, where that has to be known.',
      ].join(' '),
    });
    return bucket;
  }
}

/**
 * What would grow without a bound: parts of broken uploads, versions that were replaced or deleted (statistics, ledger
 * and live items are put anew many times), and scenes. Products, receipts and the ledger are what the bucket is for.
 */
function lifecycleRules(scenesDays: number | undefined): LifecycleRule[] {
  return [
    {
      abortIncompleteMultipartUploadAfter: Duration.days(BROKEN_UPLOADS_DAYS),
      noncurrentVersionExpiration: Duration.days(OLD_VERSIONS_DAYS),
      expiredObjectDeleteMarker: true,
    },
    {
      prefix: 'scenes/',
      ...(scenesDays === undefined
        ? {
            transitions: [
              { storageClass: StorageClass.INTELLIGENT_TIERING, transitionAfter: Duration.days(SCENE_TIERING_DAYS) },
            ],
          }
        : { expiration: Duration.days(scenesDays) }),
    },
  ];
}

/** S3 counts once a day. */
function storeRow(bucketName: string): IWidget[] {
  const metric = (metricName: string, storageType: string) =>
    new Metric({
      namespace: 'AWS/S3',
      metricName,
      dimensionsMap: { BucketName: bucketName, StorageType: storageType },
      period: Duration.days(1),
      statistic: 'Average',
      label: storageType,
    });
  return [
    new GraphWidget({
      title: 'Store: bytes',
      width: 12,
      left: [
        metric('BucketSizeBytes', 'StandardStorage'),
        metric('BucketSizeBytes', 'IntelligentTieringFAStorage'),
        metric('BucketSizeBytes', 'IntelligentTieringIAStorage'),
      ],
      leftYAxis: { min: 0, showUnits: false },
    }),
    new GraphWidget({
      title: 'Store: objects, versions included',
      width: 12,
      left: [metric('NumberOfObjects', 'AllStorageTypes')],
      leftYAxis: { min: 0, showUnits: false },
    }),
  ];
}
