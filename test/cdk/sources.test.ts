import { describe, expect, it } from 'vitest';
import { readArrivals } from '../../lib/pipeline/arrivals/read-arrivals.ts';
import { queuePolicyOf } from './policies.ts';
import { arnOf, BUCKET, idOf, propertiesOf, QUEUE, synthesize } from './template.ts';

const TOPIC = 'arn:aws:sns:eu-central-1:214830741341:SentinelS1L1C';
const ORDER = {
  type: 'reprocessing-order',
  scene: { bucket: 'BUCKET', prefix: 'scenes/PRODUCT.SAFE' },
  collections: ['s2mp-s1s2'],
};
const template = synthesize();
const open = synthesize({ sources: { publicTopic: { enabled: true } } });
const arrivals = idOf(template, QUEUE, 'ArrivalsQueue');
const withoutTls = { Bool: { 'aws:SecureTransport': 'false' } };

/** Statements on who may send arrivals, but for the one on TLS that every queue has. */
function senders(from = template) {
  return queuePolicyOf(from, idOf(from, QUEUE, 'ArrivalsQueue')).filter(
    ({ Condition }) => JSON.stringify(Condition) !== JSON.stringify(withoutTls),
  );
}
const s3MaySend = {
  Effect: 'Allow',
  Principal: { Service: 's3.amazonaws.com' },
  Action: 'sqs:SendMessage',
  Resource: arnOf(arrivals),
  Condition: { StringEquals: { 'aws:SourceAccount': { Ref: 'AWS::AccountId' } } },
};
const topicMaySend = {
  Effect: 'Allow',
  Principal: { Service: 'sns.amazonaws.com' },
  Action: 'sqs:SendMessage',
  Resource: arnOf(arrivals),
  Condition: { ArnEquals: { 'aws:SourceArn': TOPIC } },
};

describe('scenes in the own bucket', () => {
  it('are told to the arrivals queue when complete, after the queue has been told to listen', () => {
    const notify = (value: string) => ({
      Event: 's3:ObjectCreated:*',
      Queue: arnOf(arrivals),
      Filter: { S3Key: { Rules: [{ Name: 'suffix', Value: value }] } },
    });
    template.hasResource(BUCKET, {
      Properties: { NotificationConfiguration: { QueueConfigurations: [notify('manifest.safe'), notify('.zip')] } },
      DependsOn: [idOf(template, 'AWS::SQS::QueuePolicy', 'ArrivalsQueuePolicy')],
    });
    expect(senders()).toEqual([s3MaySend]);
  });

  it('can be switched off', () => {
    const off = synthesize({ sources: { ownBucket: { enabled: false } } });
    expect(propertiesOf(off, BUCKET, idOf(off, BUCKET, 'Store'))).not.toHaveProperty('NotificationConfiguration');
    expect(senders(off)).toEqual([]);
  });
});

describe('public scenes', () => {
  it('are off unless they are switched on', () => {
    template.resourceCountIs('AWS::SNS::Subscription', 1);
    open.resourceCountIs('AWS::SNS::Subscription', 2);
  });

  it('come by a subscription in the region of the topic, filtered by what can become a map', () => {
    open.hasResource('AWS::SNS::Subscription', {
      Properties: {
        TopicArn: TOPIC,
        Region: 'eu-central-1',
        Endpoint: arnOf(arrivals),
        FilterPolicyScope: 'MessageBody',
        FilterPolicy: { mode: ['IW'], productType: ['GRD'], polarization: ['SV', 'DV'] },
      },
      DependsOn: [idOf(open, 'AWS::SQS::QueuePolicy', 'ArrivalsQueuePolicy')],
    });
    expect(senders(open)).toEqual([s3MaySend, topicMaySend]);
  });

  it('can come from a topic elsewhere', () => {
    const topicArn = 'arn:aws:sns:us-west-2:000000000000:Scenes';
    const elsewhere = synthesize({ sources: { publicTopic: { enabled: true, region: 'us-west-2', topicArn } } });
    elsewhere.hasResourceProperties('AWS::SNS::Subscription', { TopicArn: topicArn, Region: 'us-west-2' });
  });
});

describe('orders', () => {
  it('are sent by who has the right to; the outputs say how', () => {
    expect(readArrivals(JSON.stringify(ORDER))).toMatchObject([{ trigger: 'reprocessing-order' }]);
    const value = template.findOutputs('OrderCommandOutput').OrderCommandOutput?.Value;
    expect(value).toEqual({
      'Fn::Join': [
        '',
        [
          'aws sqs send-message --region ',
          { Ref: 'AWS::Region' },
          ' --queue-url ',
          { Ref: arrivals },
          ` --message-body '${JSON.stringify(ORDER)}'`,
        ],
      ],
    });
  });

  it('switched off are refused from everybody but intake and the services that are sources', () => {
    const closed = synthesize({ sources: { publicTopic: { enabled: true }, orders: { enabled: false } } });
    expect(closed.findOutputs('OrderCommandOutput')).toEqual({});
    expect(senders(closed)).toEqual([
      s3MaySend,
      topicMaySend,
      {
        Effect: 'Deny',
        Principal: { AWS: '*' },
        Action: 'sqs:SendMessage',
        Resource: arnOf(arrivals),
        Condition: {
          Bool: { 'aws:PrincipalIsAWSService': 'false' },
          ArnNotEquals: { 'aws:PrincipalArn': arnOf(idOf(closed, 'AWS::IAM::Role', 'Intake')) },
        },
      },
    ]);
  });
});
