import { Duration, RemovalPolicy, Stack } from 'aws-cdk-lib';
import { PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { BlockPublicAccess, Bucket, BucketEncryption, CfnBucket, ObjectOwnership } from 'aws-cdk-lib/aws-s3';
import type { Queue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { BROKEN_UPLOADS_DAYS, OLD_VERSIONS_DAYS } from '../limits.ts';

/** The objects whose arrival completes a scene: the last file of a SAFE folder, or a whole product. */
export const ARRIVAL_SUFFIXES = ['manifest.safe', '.zip'] as const;

/** The object store of the pipeline. It outlives the stack: it holds the products. */
export class StoreBucket extends Construct {
  readonly bucket: Bucket;

  /** @param arrivals gets a message for every scene that is put into the bucket */
  constructor(scope: Construct, id: string, arrivals: Queue) {
    super(scope, id);
    this.bucket = new Bucket(this, 'Bucket', {
      blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
      objectOwnership: ObjectOwnership.BUCKET_OWNER_ENFORCED,
      encryption: BucketEncryption.S3_MANAGED,
      enforceSSL: true,
      versioned: true,
      lifecycleRules: [
        {
          abortIncompleteMultipartUploadAfter: Duration.days(BROKEN_UPLOADS_DAYS),
          noncurrentVersionExpiration: Duration.days(OLD_VERSIONS_DAYS),
        },
      ],
      removalPolicy: RemovalPolicy.RETAIN,
    });
    this.notify(arrivals);
  }

  /**
   * The notification stands on the bucket itself (L1): `addEventNotification` would make a custom resource, which
   * emulators cannot run. S3 checks the queue at once, hence the dependency on its policy; the policy names the account
   * instead of the bucket, which would close a circle.
   */
  private notify(arrivals: Queue): void {
    const { account } = Stack.of(this);
    const allowed = arrivals.addToResourcePolicy(
      new PolicyStatement({
        principals: [new ServicePrincipal('s3.amazonaws.com')],
        actions: ['sqs:SendMessage'],
        resources: [arrivals.queueArn],
        conditions: { StringEquals: { 'aws:SourceAccount': account } },
      }),
    );
    const resource = this.bucket.node.defaultChild;
    if (!(resource instanceof CfnBucket)) throw new Error('an S3 bucket without its resource');
    resource.notificationConfiguration = {
      queueConfigurations: ARRIVAL_SUFFIXES.map((value) => ({
        event: 's3:ObjectCreated:*',
        queue: arrivals.queueArn,
        filter: { s3Key: { rules: [{ name: 'suffix', value }] } },
      })),
    };
    if (allowed.policyDependable) resource.node.addDependency(allowed.policyDependable);
  }
}
