import middy from '@middy/core';
import type { SQSBatchResponse, SQSEvent } from 'aws-lambda';
import { expect, it, vi } from 'vitest';
import { logInvocation } from '../../functions/middleware/log-invocation.ts';
import { lambdaContext } from '../../lib/cloud/local/lambda-context.ts';
import { SILENT_LOG } from '../../lib/pipeline/log.ts';

it('tells of each invocation how many records failed and how long it took, also of two at a time', async () => {
  const now = vi.spyOn(performance, 'now');
  let timeMs = 0;
  now.mockImplementation(() => timeMs);
  const logged: unknown[] = [];
  const log = { ...SILENT_LOG, info: (event: string, fields: object) => logged.push({ event, ...fields }) };
  const gates = new Map<number, () => void>();
  const handler = middy<SQSEvent, SQSBatchResponse>()
    .use(logInvocation('intake', log))
    .handler(async ({ Records }: SQSEvent) => {
      await new Promise<void>((resolve) => gates.set(Records.length, resolve));
      return { batchItemFailures: Records.map(() => ({ itemIdentifier: 'x' })) };
    });
  const context = lambdaContext('intake', 10);
  const record = {} as SQSEvent['Records'][number];
  const finish = (records: number) => vi.waitFor(() => expect(gates.has(records)).toBe(true));
  const long = handler({ Records: [record, record] }, context);
  await finish(2);
  timeMs = 30;
  const short = handler({ Records: [record] }, context);
  await finish(1);
  timeMs = 50;
  gates.get(1)?.();
  await short;
  timeMs = 100;
  gates.get(2)?.();
  await long;
  now.mockRestore();
  const common = { event: 'Function:Invoke:Done', function: 'intake', requestId: context.awsRequestId };
  expect(logged).toEqual([
    { ...common, records: 1, failed: 1, durationMs: 20 },
    { ...common, records: 2, failed: 2, durationMs: 100 },
  ]);
});
