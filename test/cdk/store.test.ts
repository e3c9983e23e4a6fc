import { Match } from 'aws-cdk-lib/assertions';
import { describe, expect, it } from 'vitest';
import { queuePolicyOf } from './policies.ts';
import { arnOf, BUCKET, idOf, LAMBDA, propertiesOf, QUEUE, synthesize } from './template.ts';

const template = synthesize();
const store = (from = template) => propertiesOf(from, BUCKET, idOf(from, BUCKET, 'Store'));

describe('the store', () => {
  it('is private, versioned, encrypted, and outlives the stack', () => {
    template.hasResource(BUCKET, {
      DeletionPolicy: 'Retain',
      UpdateReplacePolicy: 'Retain',
      Properties: {
        PublicAccessBlockConfiguration: {
          BlockPublicAcls: true,
          BlockPublicPolicy: true,
          IgnorePublicAcls: true,
          RestrictPublicBuckets: true,
        },
        VersioningConfiguration: { Status: 'Enabled' },
        BucketEncryption: {
          ServerSideEncryptionConfiguration: [{ ServerSideEncryptionByDefault: { SSEAlgorithm: 'AES256' } }],
        },
        OwnershipControls: { Rules: [{ ObjectOwnership: 'BucketOwnerEnforced' }] },
      },
    });
  });

  it('refuses what comes without TLS, also when the stack is gone', () => {
    template.hasResource('AWS::S3::BucketPolicy', {
      DeletionPolicy: 'Retain',
      Properties: {
        PolicyDocument: {
          Statement: [
            Match.objectLike({
              Effect: 'Deny',
              Action: 's3:*',
              Condition: { Bool: { 'aws:SecureTransport': 'false' } },
            }),
          ],
        },
      },
    });
  });

  it('forgets parts of uploads, versions that were replaced, and markers of what was deleted', () => {
    expect(store().LifecycleConfiguration.Rules).toEqual([
      {
        Status: 'Enabled',
        AbortIncompleteMultipartUpload: { DaysAfterInitiation: 1 },
        NoncurrentVersionExpiration: { NoncurrentDays: 30 },
        ExpiredObjectDeleteMarker: true,
      },
      {
        Status: 'Enabled',
        Prefix: 'scenes/',
        Transitions: [{ StorageClass: 'INTELLIGENT_TIERING', TransitionInDays: 30 }],
      },
    ]);
  });

  it('deletes scenes, and nothing else, if the deployment says so', () => {
    const rules = store(synthesize({ retention: { scenesDays: 90 } })).LifecycleConfiguration.Rules;
    expect(rules.filter((rule: object) => 'ExpirationInDays' in rule)).toEqual([
      { Status: 'Enabled', Prefix: 'scenes/', ExpirationInDays: 90 },
    ]);
  });
});

describe('a store that is there', () => {
  const adopted = synthesize({ existingBuckets: { store: 'my-products' } });
  const arrivals = idOf(adopted, QUEUE, 'ArrivalsQueue');

  it('is used and not made', () => {
    adopted.resourceCountIs(BUCKET, 0);
    adopted.resourceCountIs('AWS::S3::BucketPolicy', 0);
    adopted.allResourcesProperties(LAMBDA, { Environment: { Variables: Match.objectLike({ BUCKET: 'my-products' }) } });
    adopted.hasOutput('BucketOutput', { Value: 'my-products' });
  });

  it('may send to the arrivals queue, and the outputs say how it is told to', () => {
    expect(queuePolicyOf(adopted, arrivals)).toContainEqual({
      Effect: 'Allow',
      Principal: { Service: 's3.amazonaws.com' },
      Action: 'sqs:SendMessage',
      Resource: arnOf(arrivals),
      Condition: {
        StringEquals: { 'aws:SourceAccount': { Ref: 'AWS::AccountId' } },
        ArnEquals: { 'aws:SourceArn': { 'Fn::Join': ['', ['arn:', { Ref: 'AWS::Partition' }, ':s3:::my-products']] } },
      },
    });
    const parts: unknown[] = adopted.findOutputs('NotifyCommandOutput').NotifyCommandOutput?.Value['Fn::Join'][1];
    const command = parts.map((part) => (typeof part === 'string' ? part : 'ARN')).join('');
    const [, bucket, configuration = ''] =
      /^aws s3api put-bucket-notification-configuration --bucket (\S+) --notification-configuration '(.*)'$/.exec(
        command,
      ) ?? [];
    expect(bucket).toBe('my-products');
    expect(parts.filter((part) => typeof part !== 'string')).toEqual([arnOf(arrivals), arnOf(arrivals)]);
    expect(JSON.parse(configuration)).toEqual({
      QueueConfigurations: ['manifest.safe', '.zip'].map((Value) => ({
        QueueArn: 'ARN',
        Events: ['s3:ObjectCreated:*'],
        Filter: { Key: { FilterRules: [{ Name: 'suffix', Value }] } },
      })),
    });
  });

  it('needs no command while scenes in it are no source', () => {
    const off = synthesize({ existingBuckets: { store: 'my-products' }, sources: { ownBucket: { enabled: false } } });
    expect(off.findOutputs('NotifyCommandOutput')).toEqual({});
    expect(template.findOutputs('NotifyCommandOutput')).toEqual({});
  });
});
