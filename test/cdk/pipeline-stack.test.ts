import { Match } from 'aws-cdk-lib/assertions';
import { describe, expect, it } from 'vitest';
import { VARIABLES_OF } from '../../functions/environment.ts';
import { parseConfiguration } from '../../lib/pipeline/configuration.ts';
import { idOf, synthesize } from './template.ts';

const template = synthesize();
const QUEUE = 'AWS::SQS::Queue';
const LAMBDA = 'AWS::Lambda::Function';
const arnOf = (id: string) => ({ 'Fn::GetAtt': [id, 'Arn'] });
const queue = (name: string) => idOf(template, QUEUE, `${name}Queue`);
const lambda = (name: string) => idOf(template, LAMBDA, `${name}Function`);

function propertiesOf(type: string, id: string) {
  return template.findResources(type)[id]?.Properties ?? {};
}

interface Statement {
  readonly Action: string | string[];
  readonly Resource: unknown;
  readonly Effect: string;
}

/** Statements of the role of one function, by action. */
function grantsOf(name: string, from = template): Map<string, unknown[]> {
  const policies = Object.entries(from.findResources('AWS::IAM::Policy')).filter(([id]) => id.startsWith(name));
  const grants = new Map<string, unknown[]>();
  for (const [, policy] of policies) {
    for (const { Action, Resource } of policy.Properties.PolicyDocument.Statement as Statement[]) {
      for (const action of [Action].flat()) grants.set(action, [...(grants.get(action) ?? []), Resource].flat());
    }
  }
  return grants;
}

describe('the stack', () => {
  it('consists of the pipeline and of nothing that deploys by code of its own', () => {
    const resources: Record<string, { Type: string }> = template.toJSON().Resources;
    const types = Object.values(resources).map(({ Type }) => Type);
    const counts = Object.fromEntries(
      [...new Set(types)].sort().map((type) => [type, types.filter((t) => t === type).length]),
    );
    expect(counts).toEqual({
      'AWS::CloudWatch::Alarm': 6,
      'AWS::IAM::Policy': 4,
      'AWS::IAM::Role': 4,
      'AWS::Lambda::EventSourceMapping': 5,
      'AWS::Lambda::Function': 4,
      'AWS::Lambda::LayerVersion': 2,
      'AWS::Logs::LogGroup': 4,
      'AWS::S3::Bucket': 1,
      'AWS::S3::BucketPolicy': 1,
      'AWS::SNS::Subscription': 1,
      'AWS::SNS::Topic': 1,
      'AWS::SNS::TopicPolicy': 1,
      'AWS::SQS::Queue': 11,
      'AWS::SQS::QueuePolicy': 11,
    });
  });

  it('gives no resource a physical name, so that it can be deployed twice', () => {
    const names = /^(Bucket|Queue|Topic|Function|LogGroup|Role|Policy|Alarm|Layer)Name$/;
    const resources: Record<string, { Type: string; Properties?: object }> = template.toJSON().Resources;
    const named = Object.values(resources).flatMap(({ Type, Properties = {} }) =>
      Object.entries(Properties)
        // Names of policies are local to their role; references to other resources are objects.
        .filter(([key, value]) => names.test(key) && typeof value === 'string' && Type !== 'AWS::IAM::Policy')
        .map(([key]) => `${Type} ${key}`),
    );
    expect(named).toEqual([]);
  });
});

describe('every queue', () => {
  const queues = Object.entries(template.findResources(QUEUE));
  const isDeadLetter = (id: string) => /^\w*DeadLetters|^Undelivered/.test(id);

  it('has a dead-letter queue after five deliveries, unless it is one', () => {
    const redrives = queues.filter(([id]) => !isDeadLetter(id)).map(([, { Properties }]) => Properties.RedrivePolicy);
    expect(redrives).toHaveLength(5);
    const targets = redrives.map((redrive) => redrive.deadLetterTargetArn['Fn::GetAtt'][0] as string);
    expect(redrives.map((redrive) => redrive.maxReceiveCount)).toEqual([5, 5, 5, 5, 5]);
    expect(new Set(targets).size).toBe(5);
    expect(targets.every(isDeadLetter)).toBe(true);
  });

  it('keeps dead letters for 14 days and raises an alarm at the first', () => {
    const deadLetters = queues.filter(([id]) => isDeadLetter(id));
    expect(deadLetters.map(([, { Properties }]) => Properties.MessageRetentionPeriod)).toEqual(
      Array(6).fill(1_209_600),
    );
    const alarmed = Object.values(template.findResources('AWS::CloudWatch::Alarm')).map(
      ({ Properties }) => Properties.Dimensions[0].Value['Fn::GetAtt'][0],
    );
    expect(alarmed.sort()).toEqual(deadLetters.map(([id]) => id).sort());
  });

  it('is encrypted by SQS and refuses what comes without TLS', () => {
    expect(queues.filter(([, { Properties }]) => Properties.SqsManagedSseEnabled !== true)).toEqual([]);
    for (const [id] of queues) {
      template.hasResourceProperties('AWS::SQS::QueuePolicy', {
        Queues: [{ Ref: id }],
        PolicyDocument: {
          Statement: Match.arrayWith([
            Match.objectLike({ Effect: 'Deny', Condition: { Bool: { 'aws:SecureTransport': 'false' } } }),
          ]),
        },
      });
    }
  });

  it.each([
    ['Arrivals', 'Intake', undefined],
    ['RetrievalNrt', 'Retrieve', 8],
    ['RetrievalBulk', 'Retrieve', 2],
    ['Notifications', 'FanOut', undefined],
    ['StatisticsJobs', 'Statistics', 4],
  ])('%s is read by %s, answers per message, and hides a message for six timeouts', (name, reader, concurrency) => {
    template.hasResourceProperties('AWS::Lambda::EventSourceMapping', {
      EventSourceArn: arnOf(queue(name)),
      FunctionName: { Ref: lambda(reader) },
      FunctionResponseTypes: ['ReportBatchItemFailures'],
      ScalingConfig: concurrency === undefined ? Match.absent() : { MaximumConcurrency: concurrency },
    });
    const { Timeout } = propertiesOf(LAMBDA, lambda(reader));
    expect(propertiesOf(QUEUE, queue(name)).VisibilityTimeout).toBe(6 * Timeout);
  });
});

describe('the store', () => {
  it('is private, versioned, encrypted, and outlives the stack', () => {
    template.hasResource('AWS::S3::Bucket', {
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
    template.hasResourceProperties('AWS::S3::BucketPolicy', {
      PolicyDocument: {
        Statement: [
          Match.objectLike({ Effect: 'Deny', Action: 's3:*', Condition: { Bool: { 'aws:SecureTransport': 'false' } } }),
        ],
      },
    });
  });

  it('tells the arrivals queue of complete scenes, after the queue has been told to listen', () => {
    const arrivals = queue('Arrivals');
    const notify = (value: string) => ({
      Event: 's3:ObjectCreated:*',
      Queue: arnOf(arrivals),
      Filter: { S3Key: { Rules: [{ Name: 'suffix', Value: value }] } },
    });
    template.hasResource('AWS::S3::Bucket', {
      Properties: { NotificationConfiguration: { QueueConfigurations: [notify('manifest.safe'), notify('.zip')] } },
      DependsOn: [idOf(template, 'AWS::SQS::QueuePolicy', 'ArrivalsQueuePolicy')],
    });
    template.hasResourceProperties('AWS::SQS::QueuePolicy', {
      Queues: [{ Ref: arrivals }],
      PolicyDocument: {
        Statement: Match.arrayWith([
          {
            Effect: 'Allow',
            Principal: { Service: 's3.amazonaws.com' },
            Action: 'sqs:SendMessage',
            Resource: arnOf(arrivals),
            Condition: { StringEquals: { 'aws:SourceAccount': { Ref: 'AWS::AccountId' } } },
          },
        ]),
      },
    });
  });
});

describe('the topic', () => {
  it('delivers raw messages to the notifications queue, and what it cannot deliver to a queue of its own', () => {
    template.hasResourceProperties('AWS::SNS::Subscription', {
      Protocol: 'sqs',
      TopicArn: { Ref: idOf(template, 'AWS::SNS::Topic', 'SmReady') },
      Endpoint: arnOf(queue('Notifications')),
      RawMessageDelivery: true,
      RedrivePolicy: { deadLetterTargetArn: arnOf(idOf(template, QUEUE, 'UndeliveredNotifications')) },
    });
  });
});

describe('every function', () => {
  it.each([
    ['Intake', 'intake', 1024, 60],
    ['Retrieve', 'retrieve', 3538, 120],
    ['FanOut', 'fan-out', 512, 30],
    ['Statistics', 'statistics', 1769, 120],
  ] as const)('%s runs on Node 24 with its size and exactly the variables it reads', (id, name, memory, timeout) => {
    const properties = propertiesOf(LAMBDA, lambda(id));
    expect(properties).toMatchObject({
      Runtime: 'nodejs24.x',
      Architectures: ['x86_64'],
      Handler: 'index.handler',
      MemorySize: memory,
      Timeout: timeout,
      LoggingConfig: { LogFormat: 'JSON', LogGroup: { Ref: idOf(template, 'AWS::Logs::LogGroup', id) } },
    });
    const { NODE_OPTIONS, ...variables } = properties.Environment.Variables;
    expect(NODE_OPTIONS).toBe('--enable-source-maps');
    expect(Object.keys(variables).sort()).toEqual([...VARIABLES_OF[name]].sort());
    expect(parseConfiguration(JSON.parse(variables.CONFIGURATION)).areasOfInterest[0]?.name).toBe('montpellier');
  });

  it('has no layers but the retrieval, which has runtime and network', () => {
    const layers = Object.values(template.findResources(LAMBDA)).map(
      ({ Properties }) => Properties.Layers?.length ?? 0,
    );
    expect(layers.sort()).toEqual([0, 0, 0, 2]);
    expect(propertiesOf(LAMBDA, lambda('Retrieve')).Layers).toHaveLength(2);
  });

  it('keeps its log for a month', () => {
    template.allResourcesProperties('AWS::Logs::LogGroup', { RetentionInDays: 30 });
  });
});

describe('grants', () => {
  const store = arnOf(idOf(template, 'AWS::S3::Bucket', 'Store'));
  const below = (folder: string) => ({ 'Fn::Join': ['', [store, `/${folder}/*`]] });
  const CONSUME = [
    'sqs:ChangeMessageVisibility',
    'sqs:DeleteMessage',
    'sqs:GetQueueAttributes',
    'sqs:GetQueueUrl',
    'sqs:ReceiveMessage',
  ];
  const READ = ['s3:GetObject', 's3:ListBucket'];

  it.each([
    ['Intake', ['ledger'], ['Arrivals', 'RetrievalNrt', 'RetrievalBulk'], []],
    ['Retrieve', ['acquisitions', 'collections', 'receipts', 'ledger'], [], ['SmReady']],
    ['FanOut', [], ['StatisticsJobs'], []],
    ['Statistics', ['statistics'], [], []],
  ])('of %s are what it does and no more', (name, folders, sendsTo, publishesTo) => {
    const grants = grantsOf(name);
    const expected = [
      ...CONSUME,
      ...(name === 'FanOut' ? [] : READ),
      ...(folders.length ? ['s3:PutObject'] : []),
      ...(sendsTo.length ? ['sqs:SendMessage'] : []),
      ...(publishesTo.length ? ['sns:Publish'] : []),
    ];
    expect([...grants.keys()].sort()).toEqual(expected.sort());
    expect(grants.get('s3:ListBucket') ?? []).toEqual(name === 'FanOut' ? [] : [store]);
    expect(grants.get('s3:PutObject') ?? []).toEqual(folders.map(below));
    expect(grants.get('sqs:SendMessage') ?? []).toEqual(sendsTo.map((target) => arnOf(queue(target))));
  });

  it('never say everything', () => {
    const policies = Object.values(template.findResources('AWS::IAM::Policy'));
    const statements = policies.flatMap(({ Properties }) => Properties.PolicyDocument.Statement as Statement[]);
    expect(
      statements.filter(({ Action, Resource }) => [Action].flat().some((a) => a.includes('*')) || Resource === '*'),
    ).toEqual([]);
  });
});

describe('public scenes', () => {
  const open = synthesize({ publicScenes: { enabled: true } });

  it('are off unless they are switched on', () => {
    template.resourceCountIs('AWS::SNS::Subscription', 1);
    open.resourceCountIs('AWS::SNS::Subscription', 2);
  });

  it('come by a subscription in the region of the topic, filtered by what can become a map', () => {
    open.hasResourceProperties('AWS::SNS::Subscription', {
      TopicArn: 'arn:aws:sns:eu-central-1:214830741341:SentinelS1L1C',
      Region: 'eu-central-1',
      FilterPolicyScope: 'MessageBody',
      FilterPolicy: { mode: ['IW'], productType: ['GRD'], polarization: ['SV', 'DV'] },
    });
    open.hasResourceProperties('AWS::SQS::QueuePolicy', {
      PolicyDocument: {
        Statement: Match.arrayWith([
          Match.objectLike({
            Principal: { Service: 'sns.amazonaws.com' },
            Condition: { ArnEquals: { 'aws:SourceArn': 'arn:aws:sns:eu-central-1:214830741341:SentinelS1L1C' } },
          }),
        ]),
      },
    });
  });

  it('may be read and listed by the two functions that open scenes', () => {
    const bucket = { 'Fn::Join': ['', ['arn:', { Ref: 'AWS::Partition' }, ':s3:::sentinel-s1-l1c']] };
    for (const name of ['Intake', 'Retrieve']) expect(grantsOf(name, open).get('s3:ListBucket')).toContainEqual(bucket);
    for (const name of ['FanOut', 'Statistics']) {
      expect(grantsOf(name, open).get('s3:ListBucket') ?? []).not.toContainEqual(bucket);
    }
  });
});

it('runs on arm64 whole: functions and layers', () => {
  const arm = synthesize({ architecture: 'arm64' });
  arm.allResourcesProperties(LAMBDA, { Architectures: ['arm64'] });
  arm.allResourcesProperties('AWS::Lambda::LayerVersion', { CompatibleArchitectures: ['arm64'] });
});
