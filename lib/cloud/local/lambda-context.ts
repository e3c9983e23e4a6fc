import type { Context } from 'aws-lambda';

/** The context of one invocation. Times are of the real clock: they are about this process. */
export function lambdaContext(functionName: string, timeoutSeconds: number): Context {
  const endMs = Date.now() + timeoutSeconds * 1000;
  const awsRequestId = crypto.randomUUID();
  return {
    callbackWaitsForEmptyEventLoop: false,
    functionName,
    functionVersion: '$LATEST',
    invokedFunctionArn: `arn:aws:lambda:local:000000000000:function:${functionName}`,
    memoryLimitInMB: '1769',
    awsRequestId,
    logGroupName: `/aws/lambda/${functionName}`,
    logStreamName: awsRequestId,
    getRemainingTimeInMillis: () => Math.max(0, endMs - Date.now()),
    done: () => undefined,
    fail: () => undefined,
    succeed: () => undefined,
  };
}
