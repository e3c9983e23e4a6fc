import { CloudWatchLogsClient, paginateFilterLogEvents } from '@aws-sdk/client-cloudwatch-logs';
import { LambdaClient, paginateListFunctions } from '@aws-sdk/client-lambda';
import type { MetricName } from '../../../lib/pipeline/metrics.ts';
import { STACK } from '../stack-name.ts';

const lambda = new LambdaClient({});
const logs = new CloudWatchLogsClient({});

/** What the functions of that name in the stack have counted, from the lines in their logs that CloudWatch reads. */
export async function metricSum(functionId: string, metric: MetricName): Promise<number> {
  let sum = 0;
  for await (const { Functions = [] } of paginateListFunctions({ client: lambda }, {})) {
    for (const { FunctionName = '' } of Functions) {
      if (!FunctionName.startsWith(`${STACK}-${functionId}`)) continue;
      // Where the emulators write, whatever the template says: elsewhere nobody asks.
      const group = { logGroupName: `/aws/lambda/${FunctionName}` };
      for await (const { events = [] } of paginateFilterLogEvents({ client: logs }, group)) {
        for (const { message = '' } of events) sum += counted(message, metric);
      }
    }
  }
  return sum;
}

/** The embedded metric format: `_aws` says what is a metric, values stand beside it; several of one name are a list. */
function counted(line: string, metric: MetricName): number {
  if (!line.includes('"_aws"') || !line.includes(metric)) return 0;
  const values: unknown = JSON.parse(line.slice(line.indexOf('{')))[metric];
  return [values].flat().reduce<number>((sum, value) => sum + Number(value), 0);
}
