import middy from '@middy/core';
import { afterEach, expect, it, vi } from 'vitest';
import { observe } from '../../functions/observation.ts';
import { lambdaContext } from '../../lib/cloud/local/lambda-context.ts';

afterEach(() => {
  vi.unstubAllEnvs();
  vi.restoreAllMocks();
});

it('says nothing of metrics when there are none, and sends those of an invocation that failed', async () => {
  vi.stubEnv('POWERTOOLS_METRICS_NAMESPACE', 'MyStack');
  const printed: string[] = [];
  const record = (text: unknown) => {
    printed.push(String(text));
    return true;
  };
  vi.spyOn(process.stdout, 'write').mockImplementation(record);
  vi.spyOn(process.stderr, 'write').mockImplementation(record);
  const { metrics, middlewares } = observe('fan-out');
  const handler = middy(async (failing: boolean) => {
    if (!failing) return;
    metrics.add('ScenesFailed', 1);
    throw new Error('no');
  }).use(middlewares);
  await handler(false, lambdaContext('fan-out', 10));
  expect(printed).toEqual([]);
  await expect(handler(true, lambdaContext('fan-out', 10))).rejects.toThrow('no');
  vi.restoreAllMocks();
  expect(printed.map((line) => JSON.parse(line) as unknown)).toEqual([
    expect.objectContaining({ service: 'fan-out', ScenesFailed: 1 }),
  ]);
});

it('sends the metrics of an invocation in the embedded format, each value by itself', async () => {
  vi.stubEnv('POWERTOOLS_METRICS_NAMESPACE', 'MyStack');
  const printed: string[] = [];
  vi.spyOn(process.stdout, 'write').mockImplementation((text) => {
    printed.push(String(text));
    return true;
  });
  const { metrics, middlewares } = observe('retrieve');
  const handler = middy(async () => {
    metrics.add('ArrivalToNotificationNrt', 41.5);
    metrics.add('ArrivalToNotificationNrt', 12);
    metrics.add('ScenesProduced', 1);
  }).use(middlewares);
  await handler({}, lambdaContext('retrieve', 10));
  vi.restoreAllMocks();
  const documents = printed.flatMap((text) => text.split('\n')).filter((line) => line.includes('CloudWatchMetrics'));
  expect(documents.map((line) => JSON.parse(line) as unknown)).toEqual([
    {
      _aws: {
        Timestamp: expect.any(Number),
        CloudWatchMetrics: [
          {
            Namespace: 'MyStack',
            Dimensions: [['service']],
            Metrics: [
              { Name: 'ArrivalToNotificationNrt', Unit: 'Seconds' },
              { Name: 'ScenesProduced', Unit: 'Count' },
            ],
          },
        ],
      },
      service: 'retrieve',
      ArrivalToNotificationNrt: [41.5, 12],
      ScenesProduced: 1,
    },
  ]);
});
