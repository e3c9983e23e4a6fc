import { describe, expect, it } from 'vitest';
import { allStatements, grantsOf, statementsOf } from './policies.ts';
import { arnOf, BUCKET, idOf, QUEUE, synthesize } from './template.ts';

const template = synthesize();
const everything = synthesize({
  sources: { publicTopic: { enabled: true }, orders: { buckets: [{ bucket: 'archive', region: 'eu-west-1' }] } },
  demSource: { kind: 'glo30' },
});
const store = arnOf(idOf(template, BUCKET, 'Store'));
const below = (folder: string) => ({ 'Fn::Join': ['', [store, `/${folder}`]] });
const queue = (name: string) => arnOf(idOf(template, QUEUE, `${name}Queue`));
const foreign = (name: string) => ({ 'Fn::Join': ['', ['arn:', { Ref: 'AWS::Partition' }, `:s3:::${name}`]] });
const FUNCTIONS = ['Intake', 'Retrieve', 'FanOut', 'Statistics', 'BudgetGuard'];

const consume = (...names: string[]) =>
  ['ChangeMessageVisibility', 'DeleteMessage', 'ReceiveMessage'].map((action) => [`sqs:${action}`, names.map(queue)]);
/** Sending looks up the queue too, so that these two are on every queue that is read or written. */
const lookUp = (...names: string[]) =>
  ['GetQueueAttributes', 'GetQueueUrl'].map((action) => [`sqs:${action}`, names.map(queue)]);

describe('grants', () => {
  it.each([
    [
      'Intake',
      [
        ...consume('Arrivals'),
        ...lookUp('Arrivals', 'RetrievalNrt', 'RetrievalBulk', 'Arrivals'),
        ['sqs:SendMessage', ['Arrivals', 'RetrievalNrt', 'RetrievalBulk'].map(queue)],
        ['s3:ListBucket', [store]],
        ['s3:GetObject', [below('*')]],
        ['s3:PutObject', [below('ledger/*')]],
      ],
    ],
    [
      'Retrieve',
      [
        ...consume('RetrievalNrt', 'RetrievalBulk'),
        ...lookUp('RetrievalNrt', 'RetrievalBulk'),
        ['s3:ListBucket', [store]],
        ['s3:GetObject', [below('*')]],
        ['s3:PutObject', ['acquisitions/*', 'collections/*', 'receipts/*', 'ledger/*'].map(below)],
        ['sns:Publish', [{ Ref: idOf(template, 'AWS::SNS::Topic', 'SmReady') }]],
      ],
    ],
    [
      'FanOut',
      [
        ...consume('Notifications'),
        ...lookUp('StatisticsJobs', 'Notifications'),
        ['sqs:SendMessage', [queue('StatisticsJobs')]],
      ],
    ],
    [
      'Statistics',
      [
        ...consume('StatisticsJobs'),
        ...lookUp('StatisticsJobs', 'StatisticsJobs'),
        ['s3:ListBucket', [store]],
        ['s3:GetObject', ['collections/*', 'landcover/*', 'statistics/*'].map(below)],
        ['s3:PutObject', [below('statistics/*')]],
        ['sqs:SendMessage', [queue('StatisticsJobs')]],
      ],
    ],
    [
      'BudgetGuard',
      [
        ['s3:ListBucket', [store]],
        ['s3:GetObject', ['receipts/*', 'budget/*'].map(below)],
        ['s3:PutObject', [below('budget/*')]],
        ...['Get', 'Update'].map((verb) => [`lambda:${verb}EventSourceMapping`, [bulkMappingArn()]]),
        ...['Receive', 'Send', 'Delete'].map((verb) => [`sqs:${verb}Message`, [queue('RetrievalBulk')]]),
      ],
    ],
  ])('of %s are what it does and no more', (name, expected) => {
    expect(Object.fromEntries(grantsOf(template, name))).toEqual(Object.fromEntries(expected));
  });

  it('let every function write its own log and send traces', () => {
    for (const name of FUNCTIONS) {
      const observed = statementsOf(template, name).filter(({ Action }) => /^(logs|xray):/.test(String(Action)));
      expect(observed).toEqual([
        {
          Effect: 'Allow',
          Action: ['logs:CreateLogStream', 'logs:PutLogEvents'],
          Resource: arnOf(idOf(template, 'AWS::Logs::LogGroup', name)),
        },
        { Effect: 'Allow', Action: ['xray:PutTraceSegments', 'xray:PutTelemetryRecords'], Resource: '*' },
      ]);
    }
    const roles = Object.values(template.findResources('AWS::IAM::Role'));
    expect(roles.filter(({ Properties }) => Properties.ManagedPolicyArns)).toEqual([]);
  });

  it('never say everything, but for traces, which know no resources', () => {
    const isWide = (statement: { Action: string | string[]; Resource?: unknown; Principal?: unknown }) =>
      [statement.Action].flat().some((action) => action.includes('*')) ||
      [statement.Resource].flat().includes('*') ||
      JSON.stringify(statement.Principal ?? '').includes('"*"');
    const wide = allStatements(everything)
      .filter(({ Effect }) => Effect === 'Allow')
      .filter(isWide);
    const key = idOf(everything, 'AWS::KMS::Key', 'Alarms');
    expect([...new Set(wide.map(({ id, Action }) => `${id.replace(/RoleDefault.*/, '')} ${Action}`))].sort()).toEqual(
      [
        ...FUNCTIONS.map((name) => `${name} xray:PutTraceSegments,xray:PutTelemetryRecords`),
        // In a key's own policy * is that key: its account, by IAM, and CloudWatch.
        `${key} kms:*`,
        `${key} kms:Decrypt,kms:GenerateDataKey*`,
      ].sort(),
    );
  });

  it('of other people’s buckets go to those who read them, with the right to list', () => {
    const listed = FUNCTIONS.map((name) => [name, grantsOf(everything, name).get('s3:ListBucket') ?? []]);
    const scenes = [foreign('sentinel-s1-l1c'), foreign('archive')];
    expect(Object.fromEntries(listed)).toEqual({
      Intake: [store, ...scenes],
      Retrieve: [store, ...scenes, foreign('copernicus-dem-30m')],
      FanOut: [],
      Statistics: [store],
      BudgetGuard: [store],
    });
    for (const name of ['Intake', 'Retrieve']) {
      const grants = grantsOf(everything, name);
      const objects = (grants.get('s3:ListBucket') ?? []).slice(1).map((arn) => {
        const [, parts] = (arn as ReturnType<typeof foreign>)['Fn::Join'] as [string, unknown[]];
        return { 'Fn::Join': ['', [...parts.slice(0, -1), `${parts.at(-1)}/*`]] };
      });
      expect(grants.get('s3:GetObject')).toEqual([below('*'), ...objects]);
      expect(grants.get('s3:PutObject')).toEqual(grantsOf(template, name).get('s3:PutObject'));
    }
  });
});

function bulkMappingArn() {
  const mapping = idOf(template, 'AWS::Lambda::EventSourceMapping', 'BulkLane');
  const parts = ['Partition', 'Region', 'AccountId'].map((name) => ({ Ref: `AWS::${name}` }));
  const [partition, region, account] = parts;
  return {
    'Fn::Join': ['', ['arn:', partition, ':lambda:', region, ':', account, ':event-source-mapping:', { Ref: mapping }]],
  };
}
