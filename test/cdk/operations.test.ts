import { Match } from 'aws-cdk-lib/assertions';
import { describe, expect, it } from 'vitest';
import { METRICS_OF } from '../../lib/pipeline/metrics.ts';
import { arnOf, idOf, LAMBDA, propertiesOf, QUEUE, synthesize } from './template.ts';

const template = synthesize();
const alarms = Object.values(template.findResources('AWS::CloudWatch::Alarm')).map(({ Properties }) => Properties);
const alarmTopic = idOf(template, 'AWS::SNS::Topic', 'Alarms');
const NAMESPACE = { Ref: 'AWS::StackName' };

describe('the topic of maps', () => {
  it('delivers raw messages to the notifications queue, and what it cannot deliver to a queue of its own', () => {
    template.hasResourceProperties('AWS::SNS::Subscription', {
      Protocol: 'sqs',
      TopicArn: { Ref: idOf(template, 'AWS::SNS::Topic', 'SmReady') },
      Endpoint: arnOf(idOf(template, QUEUE, 'NotificationsQueue')),
      RawMessageDelivery: true,
      RedrivePolicy: { deadLetterTargetArn: arnOf(idOf(template, QUEUE, 'SmReadyUndelivered')) },
    });
  });
});

describe('the topic of alarms', () => {
  it('hears of every alarm and of its end; each says what is the matter', () => {
    for (const { AlarmActions, OKActions, AlarmDescription } of alarms) {
      expect({ AlarmActions, OKActions }).toEqual({
        AlarmActions: [{ Ref: alarmTopic }],
        OKActions: [{ Ref: alarmTopic }],
      });
      expect(AlarmDescription).toMatch(/\.$/);
    }
  });

  it('is encrypted with a key that CloudWatch may use, and CloudWatch may publish to it', () => {
    const key = idOf(template, 'AWS::KMS::Key', 'Alarms');
    expect(propertiesOf(template, 'AWS::SNS::Topic', alarmTopic).KmsMasterKeyId).toEqual(arnOf(key));
    const { KeyPolicy, EnableKeyRotation } = propertiesOf(template, 'AWS::KMS::Key', key);
    expect(EnableKeyRotation).toBe(true);
    expect(KeyPolicy.Statement).toContainEqual({
      Effect: 'Allow',
      Principal: { Service: 'cloudwatch.amazonaws.com' },
      Action: ['kms:Decrypt', 'kms:GenerateDataKey*'],
      Resource: '*',
    });
    template.hasResourceProperties('AWS::SNS::TopicPolicy', {
      Topics: [{ Ref: alarmTopic }],
      PolicyDocument: {
        Statement: Match.arrayWith([
          Match.objectLike({
            Effect: 'Allow',
            Principal: { Service: 'cloudwatch.amazonaws.com' },
            Action: 'sns:Publish',
            Resource: { Ref: alarmTopic },
            Condition: { StringEquals: { 'aws:SourceAccount': { Ref: 'AWS::AccountId' } } },
          }),
        ]),
      },
    });
  });

  it('mails to whom the deployment names, and to nobody else', () => {
    const mailed = synthesize({ alarms: { email: 'operator@example.org' } });
    const mails = (from: typeof template) =>
      Object.values(from.findResources('AWS::SNS::Subscription', { Properties: { Protocol: 'email' } }));
    expect(mails(template)).toEqual([]);
    expect(mails(mailed).map(({ Properties }) => Properties)).toEqual([
      {
        Protocol: 'email',
        Endpoint: 'operator@example.org',
        TopicArn: { Ref: idOf(mailed, 'AWS::SNS::Topic', 'Alarms') },
      },
    ]);
  });
});

describe('alarms on what the functions tell', () => {
  it.each([
    ['late notifications', {}, 'ArrivalToNotificationNrt', 'retrieve', 'p95', 1800],
    [
      'late notifications',
      { alarms: { latencyObjectiveMinutes: 5 } },
      'ArrivalToNotificationNrt',
      'retrieve',
      'p95',
      300,
    ],
    ['a budget nearly spent', {}, 'MonthCost', 'budget-guard', 'Maximum', 80],
    [
      'a budget nearly spent',
      { budget: { monthlyUsd: 40, lowerAtShare: 0.5 } },
      'MonthCost',
      'budget-guard',
      'Maximum',
      20,
    ],
  ])('%s: %j', (_, deployment, MetricName, service, statistic, Threshold) => {
    synthesize(deployment).hasResourceProperties('AWS::CloudWatch::Alarm', {
      Namespace: NAMESPACE,
      MetricName,
      Dimensions: [{ Name: 'service', Value: service }],
      [statistic.startsWith('p') ? 'ExtendedStatistic' : 'Statistic']: statistic,
      Threshold,
      Period: 3600,
      TreatMissingData: 'notBreaching',
    });
  });
});

describe('the alarm on the budget says what becomes of the bulk lane', () => {
  it.each([
    [4, 0.8, 'have cost 80 USD of 100: the bulk lane is narrowed to 2, and closed at the whole.', 'narrowed to 2'],
    [2, 0.8, 'have cost 80 USD of 100: the bulk lane stays at 2 and is closed at the whole.', 'alarm'],
    [4, 1, 'have cost 100 USD of 100: the bulk lane is closed.', 'bulk lane is closed'],
  ])('of %i, threshold %d', (bulk, lowerAtShare, sentence, label) => {
    const own = synthesize({ limits: { lanes: { bulk } }, budget: { lowerAtShare } });
    own.hasResourceProperties('AWS::CloudWatch::Alarm', {
      MetricName: 'MonthCost',
      AlarmDescription: `This month's maps ${sentence} Raise budget.monthlyUsd and deploy, or wait for the next month.`,
    });
    const board = idOf(own, 'AWS::CloudWatch::Dashboard', 'Dashboard');
    const body = JSON.stringify(propertiesOf(own, 'AWS::CloudWatch::Dashboard', board));
    expect(body).toContain(
      `{\\"value\\":${lowerAtShare * 100},\\"label\\":\\"${label.replace(/^n/, 'bulk lane is n')}`,
    );
  });
});

describe('the budget guard', () => {
  it('is called once an hour, and knows the bulk lane', () => {
    const guard = idOf(template, LAMBDA, 'BudgetGuard');
    template.hasResourceProperties('AWS::Events::Rule', {
      ScheduleExpression: 'rate(1 hour)',
      State: 'ENABLED',
      Targets: [Match.objectLike({ Arn: arnOf(guard) })],
    });
    template.hasResourceProperties('AWS::Lambda::Permission', {
      FunctionName: arnOf(guard),
      Principal: 'events.amazonaws.com',
      SourceArn: arnOf(idOf(template, 'AWS::Events::Rule', 'Budget')),
    });
    expect(propertiesOf(template, LAMBDA, guard).Environment.Variables.BULK_MAPPING_ID).toEqual({
      Ref: idOf(template, 'AWS::Lambda::EventSourceMapping', 'BulkLane'),
    });
    expect(propertiesOf(template, LAMBDA, guard).Environment.Variables.RETRIEVAL_BULK_QUEUE_URL).toEqual({
      Ref: idOf(template, QUEUE, 'RetrievalBulkQueue'),
    });
    template.hasResourceProperties('AWS::Lambda::EventSourceMapping', {
      EventSourceArn: arnOf(idOf(template, QUEUE, 'RetrievalBulkQueue')),
    });
  });
});

describe('the dashboard', () => {
  const board = idOf(template, 'AWS::CloudWatch::Dashboard', 'Dashboard');
  const parts: unknown[] = propertiesOf(template, 'AWS::CloudWatch::Dashboard', board).DashboardBody['Fn::Join'][1];
  /** Its text with the id of the resource in the place of each reference. */
  const text = parts
    .map((part) => (typeof part === 'string' ? part : JSON.stringify(part).replaceAll('"', "'")))
    .join('');
  const { widgets } = JSON.parse(text) as { widgets: { type: string; width: number; y: number; properties: Widget }[] };
  interface Widget {
    title: string;
    metrics?: (string | number | object)[][];
    alarms?: string[];
    annotations?: { horizontal: { value: number; label: string }[] };
  }
  const metricsOf = (title: string) =>
    widgets.find(({ properties }) => properties.title === title)?.properties.metrics?.map(([, name]) => name);

  it('shows every alarm first', () => {
    expect(widgets[0]?.properties.alarms).toHaveLength(alarms.length);
  });

  it('has a row for every queue, function and store, and rows that are full', () => {
    const titles = widgets.map(({ properties }) => properties.title.split(':')[0]);
    for (const name of ['Arrivals', 'RetrievalNrt', 'RetrievalBulk', 'Notifications', 'StatisticsJobs']) {
      expect(titles.filter((title) => title === name)).toHaveLength(3);
    }
    for (const name of ['intake', 'retrieve', 'fan-out', 'statistics', 'budget-guard']) {
      expect(titles.filter((title) => title === name)).toHaveLength(3);
    }
    expect(titles.filter((title) => title === 'Store')).toHaveLength(2);
    const widths = Map.groupBy(widgets, ({ y }) => y);
    expect([...widths.values()].map((row) => row.reduce((sum, { width }) => sum + width, 0))).toEqual(
      Array(widths.size).fill(24),
    );
  });

  it('shows what becomes of scenes, how long they take, and what they cost', () => {
    expect(metricsOf('Scenes by ledger state')).toEqual([
      'ScenesProduced',
      'ScenesRejected',
      'ScenesSuperseded',
      'ScenesFailed',
      'ScenesRejected',
      'ScenesFailed',
    ]);
    expect(metricsOf('Scenes taken in')).toEqual([
      'ScenesQueued',
      'ScenesWaiting',
      'ScenesDuplicate',
      'ScenesRejected',
      'ScenesOutsideAreas',
    ]);
    expect(metricsOf('Arrival to notification (s)')).toEqual([
      'ArrivalToNotificationNrt',
      'ArrivalToNotificationBulk',
      'ArrivalToNotificationNrt',
      'ArrivalToNotificationBulk',
    ]);
    expect(metricsOf('Cost per scene (USD)')).toEqual(['SceneCost', 'SceneCost']);
  });

  it('shows the month’s cost against the budget, and the bulk lane', () => {
    const month = widgets.find(({ properties }) => properties.title === "The month's cost (USD)")?.properties;
    expect(month?.annotations?.horizontal.map(({ value }) => value)).toEqual([100, 80]);
    expect(metricsOf("The month's cost (USD)")).toEqual(['MonthCost']);
    expect(metricsOf('Bulk lane: concurrency (0 = off)')).toEqual(['BulkConcurrency']);
  });

  /** Metrics that are not AWS's own, as `function figure`. */
  const written = Object.entries(METRICS_OF).flatMap(([service, names]) => names.map((name) => `${service} ${name}`));

  it('shows every figure that the functions write, under the name of the function, and no other', () => {
    const own = widgets
      .flatMap(({ properties }) => properties.metrics ?? [])
      .filter(([namespace]) => !/^AWS\//.test(String(namespace)));
    const shown = own.map(([namespace, name, dimension, service]) => {
      expect([namespace, dimension]).toEqual(["{'Ref':'AWS::StackName'}", 'service']);
      return `${service} ${name}`;
    });
    expect([...new Set(shown)].sort()).toEqual(written.toSorted());
  });

  it('has alarms beside it that look at figures which the functions write', () => {
    const own = alarms.filter(({ Namespace }) => !/^AWS\//.test(String(Namespace)));
    const watched = own.map(({ MetricName, Dimensions }) => `${Dimensions[0].Value} ${MetricName}`);
    expect(watched.toSorted()).toEqual(['budget-guard MonthCost', 'retrieve ArrivalToNotificationNrt']);
    expect(watched.filter((figure) => !written.includes(figure))).toEqual([]);
  });
});
