import { describe, expect, it } from 'vitest';
import { BUCKET, idOf, LAMBDA, QUEUE, synthesize } from './template.ts';

const template = synthesize();

describe('the stack', () => {
  it('consists of the pipeline and of nothing that deploys by code of its own', () => {
    const resources: Record<string, { Type: string }> = template.toJSON().Resources;
    const types = Object.values(resources).map(({ Type }) => Type);
    const counts = Object.fromEntries(
      [...new Set(types)].sort().map((type) => [type, types.filter((t) => t === type).length]),
    );
    expect(counts).toEqual({
      'AWS::CloudWatch::Alarm': 29,
      'AWS::CloudWatch::Dashboard': 1,
      'AWS::Events::Rule': 1,
      'AWS::IAM::Policy': 5,
      'AWS::IAM::Role': 5,
      'AWS::KMS::Key': 1,
      'AWS::Lambda::EventSourceMapping': 5,
      'AWS::Lambda::Function': 5,
      'AWS::Lambda::LayerVersion': 2,
      'AWS::Lambda::Permission': 1,
      'AWS::Logs::LogGroup': 5,
      'AWS::S3::Bucket': 1,
      'AWS::S3::BucketPolicy': 1,
      'AWS::SNS::Subscription': 1,
      'AWS::SNS::Topic': 2,
      'AWS::SNS::TopicPolicy': 2,
      'AWS::SQS::Queue': 11,
      'AWS::SQS::QueuePolicy': 11,
    });
  });

  it('gives no resource a physical name, so that it can be deployed twice', () => {
    const names = /^(Bucket|Queue|Topic|Function|LogGroup|Role|Policy|Alarm|Layer|Dashboard|Alias|)Name$/;
    const resources: Record<string, { Type: string; Properties?: object }> = template.toJSON().Resources;
    const named = Object.values(resources).flatMap(({ Type, Properties = {} }) =>
      Object.entries(Properties)
        // Names of policies are local to their role; references to other resources are objects.
        .filter(([key, value]) => names.test(key) && typeof value === 'string' && Type !== 'AWS::IAM::Policy')
        .map(([key]) => `${Type} ${key}`),
    );
    expect(named).toEqual([]);
  });

  it.each([
    ['as deployed by default', 'default', {}],
    [
      'with everything that can be switched on',
      'everything',
      {
        sources: { publicTopic: { enabled: true }, orders: { enabled: false } },
        demSource: { kind: 'glo30' },
        existingBuckets: { store: 'products-that-are-there' },
        alarms: { email: 'operator@example.org' },
      },
    ],
  ])('is what it was, %s', async (_, name, deployment) => {
    const text = JSON.stringify(synthesize(deployment).toJSON(), null, 2).replace(
      /\b[0-9a-f]{64}\b/g,
      '<hash of files>',
    );
    await expect(`${text}\n`).toMatchFileSnapshot(`./templates/${name}.template.snap`);
  });
});

it('runs on arm64 whole: functions and layers', () => {
  const arm = synthesize({ architecture: 'arm64' });
  arm.allResourcesProperties(LAMBDA, { Architectures: ['arm64'] });
  arm.allResourcesProperties('AWS::Lambda::LayerVersion', { CompatibleArchitectures: ['arm64'] });
});

it('every queue with its dead letters, bucket, topics, dashboard and the concurrency needed are outputs', () => {
  const queues = ['Arrivals', 'RetrievalNrt', 'RetrievalBulk', 'Notifications', 'StatisticsJobs'].flatMap((name) => [
    [`${name}QueueUrlOutput`, { Ref: idOf(template, QUEUE, `${name}Queue`) }],
    [`${name}DeadLettersUrlOutput`, { Ref: idOf(template, QUEUE, `${name}DeadLetters`) }],
  ]);
  const dashboard = { Ref: idOf(template, 'AWS::CloudWatch::Dashboard', 'Dashboard') };
  const region = { Ref: 'AWS::Region' };
  const outputs = Object.entries(template.findOutputs('*')).map(([id, { Value }]) => [id, Value]);
  const { OrderCommandOutput, ...found } = Object.fromEntries(outputs);
  expect(OrderCommandOutput).toBeDefined();
  expect(found).toEqual({
    ...Object.fromEntries(queues),
    BucketOutput: { Ref: idOf(template, BUCKET, 'Store') },
    SmReadyTopicArnOutput: { Ref: idOf(template, 'AWS::SNS::Topic', 'SmReady') },
    UndeliveredNotificationsUrlOutput: { Ref: idOf(template, QUEUE, 'SmReadyUndelivered') },
    AlarmTopicArnOutput: { Ref: idOf(template, 'AWS::SNS::Topic', 'Alarms') },
    DashboardNameOutput: dashboard,
    DashboardUrlOutput: {
      'Fn::Join': [
        '',
        [
          'https://',
          region,
          '.console.aws.amazon.com/cloudwatch/home?region=',
          region,
          '#dashboards/dashboard/',
          dashboard,
        ],
      ],
    },
    AccountConcurrencyOutput: '24',
  });
});
