import { Match } from 'aws-cdk-lib/assertions';
import { describe, expect, it } from 'vitest';
import { arnOf, idOf, LAMBDA, propertiesOf, QUEUE, synthesize } from './template.ts';

const DAY_S = 86_400;
const template = synthesize();
const queue = (name: string) => idOf(template, QUEUE, `${name}Queue`);
const lambda = (name: string) => idOf(template, LAMBDA, `${name}Function`);
const queues = Object.entries(template.findResources(QUEUE));
const isDeadLetter = (id: string) => /^\w*DeadLetters|^SmReadyUndelivered/.test(id);

/** Alarms on one metric of one queue: what, from when on. */
function alarmsOn(id: string) {
  return Object.values(template.findResources('AWS::CloudWatch::Alarm'))
    .map(({ Properties }) => Properties)
    .filter(({ Dimensions }) => Dimensions?.[0].Value['Fn::GetAtt']?.[0] === id)
    .map(({ MetricName, Threshold, ComparisonOperator, Statistic }) => ({
      MetricName,
      Threshold,
      ComparisonOperator,
      Statistic,
    }));
}
const at = (MetricName: string, Threshold: number) => ({
  MetricName,
  Threshold,
  ComparisonOperator: 'GreaterThanOrEqualToThreshold',
  Statistic: 'Maximum',
});

describe('every queue', () => {
  it('has a dead-letter queue after five deliveries, unless it is one', () => {
    const redrives = queues.filter(([id]) => !isDeadLetter(id)).map(([, { Properties }]) => Properties.RedrivePolicy);
    expect(redrives).toHaveLength(5);
    const targets = redrives.map((redrive) => redrive.deadLetterTargetArn['Fn::GetAtt'][0] as string);
    expect(redrives.map((redrive) => redrive.maxReceiveCount)).toEqual([5, 5, 5, 5, 5]);
    expect(new Set(targets).size).toBe(5);
    expect(targets.every(isDeadLetter)).toBe(true);
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
    ['Arrivals', 'Intake', 10, 5, 0],
    ['RetrievalNrt', 'Retrieve', 1, 8, 0],
    ['RetrievalBulk', 'Retrieve', 1, 4, 0],
    ['Notifications', 'FanOut', 10, 2, 0],
    ['StatisticsJobs', 'Statistics', 100, 4, 10],
  ])(
    '%s is read by %s, answers per message, and hides a message for six timeouts and its window',
    (name, reader, batch, concurrency, windowS) => {
      template.hasResourceProperties('AWS::Lambda::EventSourceMapping', {
        EventSourceArn: arnOf(queue(name)),
        FunctionName: { Ref: lambda(reader) },
        BatchSize: batch,
        MaximumBatchingWindowInSeconds: windowS > 0 ? windowS : Match.absent(),
        FunctionResponseTypes: ['ReportBatchItemFailures'],
        ScalingConfig: { MaximumConcurrency: concurrency },
      });
      const { Timeout } = propertiesOf(template, LAMBDA, lambda(reader));
      expect(propertiesOf(template, QUEUE, queue(name)).VisibilityTimeout).toBe(6 * Timeout + windowS);
    },
  );

  it('takes limits from the deployment: the visibility follows the timeout, the mapping the lane', () => {
    const own = synthesize({ limits: { lanes: { bulk: 31 }, retrieve: { timeoutS: 900, memoryMb: 10_240 } } });
    for (const name of ['RetrievalNrt', 'RetrievalBulk']) {
      expect(propertiesOf(own, QUEUE, idOf(own, QUEUE, `${name}Queue`)).VisibilityTimeout).toBe(5400);
    }
    own.hasResourceProperties('AWS::Lambda::EventSourceMapping', {
      EventSourceArn: arnOf(idOf(own, QUEUE, 'RetrievalBulkQueue')),
      ScalingConfig: { MaximumConcurrency: 31 },
    });
  });
});

describe('alarms', () => {
  // A dead letter is lost 14 days after it was first sent, its age counts from the move: 14 - retention - 3 days.
  it.each([
    ['Arrivals', 4, 1800, 7],
    ['RetrievalNrt', 4, 1800, 7],
    ['RetrievalBulk', 10, 7 * DAY_S, 1],
    ['Notifications', 4, 1800, 7],
    ['StatisticsJobs', 10, 7 * DAY_S, 1],
  ])(
    'of %s: what waits too long, the first dead letter, and three days before one is lost',
    (name, retentionDays, maxAgeS, dueDays) => {
      expect(propertiesOf(template, QUEUE, queue(name)).MessageRetentionPeriod).toBe(retentionDays * DAY_S);
      expect(alarmsOn(queue(name))).toEqual([at('ApproximateAgeOfOldestMessage', maxAgeS)]);
      const deadLetters = idOf(template, QUEUE, `${name}DeadLetters`);
      expect(propertiesOf(template, QUEUE, deadLetters).MessageRetentionPeriod).toBe(14 * DAY_S);
      expect(alarmsOn(deadLetters)).toEqual([
        at('ApproximateNumberOfMessagesVisible', 1),
        at('ApproximateAgeOfOldestMessage', dueDays * DAY_S),
      ]);
      expect(retentionDays + dueDays + 3).toBe(14);
    },
  );

  it.each(['Arrivals', 'RetrievalNrt', 'RetrievalBulk', 'Notifications', 'StatisticsJobs'])(
    'of %s: the budget is named as a cause where it is one',
    (name) => {
      const texts = Object.values(template.findResources('AWS::CloudWatch::Alarm'))
        .map(({ Properties }) => Properties.AlarmDescription as string)
        .filter((text) => text.startsWith(`A message has waited in Test/${name}/Queue for `));
      expect(texts).toHaveLength(1);
      expect(/budget/.test(String(texts[0]))).toBe(name === 'RetrievalBulk');
    },
  );

  it('of notifications that could not be delivered, which say how they are', () => {
    const undelivered = Object.values(template.findResources('AWS::CloudWatch::Alarm'))
      .map(({ Properties }) => Properties.AlarmDescription as string)
      .filter((text) => text.startsWith('Messages in Test/SmReady/Undelivered/Queue '));
    expect(undelivered).toEqual([
      expect.stringMatching(/could not deliver .* redrive --stack … --queue UndeliveredNotifications /),
    ]);
    expect(alarmsOn(idOf(template, QUEUE, 'SmReadyUndelivered'))).toEqual([
      at('ApproximateNumberOfMessagesVisible', 1),
      at('ApproximateAgeOfOldestMessage', 11 * DAY_S),
    ]);
  });
});
