import middy from '@middy/core';
import { describe, expect, it } from 'vitest';
import { LambdaUsage, measureUsage } from '../../functions/lambda-usage.ts';
import { lambdaContext } from '../../lib/cloud/local/lambda-context.ts';

function openUsage() {
  const clock = { ms: 0 };
  return { clock, usage: new LambdaUsage(2048, 1.5, () => clock.ms) };
}

describe('LambdaUsage', () => {
  it('counts the start, the time inside of invocations and the requests, each once', () => {
    const { clock, usage } = openUsage();
    usage.begin();
    clock.ms = 4000;
    usage.requests.reads += 7;
    usage.requests.writes += 3;
    // In the middle of an invocation: 1.5 s of start and 4 s of work, at 2 GB.
    expect(usage.open()).toEqual({ gbSeconds: 11, invocations: 1, reads: 7, writes: 3 });
    usage.settle(usage.open());
    clock.ms = 5000;
    usage.end();
    clock.ms = 60_000; // Nothing is charged between invocations.
    usage.begin();
    clock.ms = 60_500;
    expect(usage.open()).toEqual({ gbSeconds: 3, invocations: 1, reads: 0, writes: 0 });
  });

  it('keeps what no receipt has stated, and what was used while one was written', () => {
    const { clock, usage } = openUsage();
    usage.begin();
    clock.ms = 1000;
    const stated = usage.open();
    clock.ms = 2000;
    usage.requests.writes++;
    expect(usage.open()).toEqual({ gbSeconds: 7, invocations: 1, reads: 0, writes: 1 });
    usage.settle(stated);
    expect(usage.open()).toEqual({ gbSeconds: 2, invocations: 0, reads: 0, writes: 1 });
  });

  it('goes on counting after an invocation that failed', async () => {
    const { clock, usage } = openUsage();
    usage.settle(usage.open());
    const handler = middy()
      .use(measureUsage(usage))
      .handler(async () => {
        clock.ms += 2000;
        throw new Error('at the end');
      });
    await expect(handler({}, lambdaContext('retrieve', 10))).rejects.toThrow('at the end');
    clock.ms += 10_000;
    expect(usage.open()).toEqual({ gbSeconds: 4, invocations: 1, reads: 0, writes: 0 });
  });
});
