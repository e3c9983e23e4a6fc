// Node side of the Lambda Runtime API, without dependencies.
import fs from 'node:fs';
import http from 'node:http';
import path from 'node:path';
import { pathToFileURL } from 'node:url';

const env = process.env;
const [host, port] = env.AWS_LAMBDA_RUNTIME_API.split(':');
const agent = new http.Agent({ keepAlive: true, maxSockets: 1 });

// node:http has no response timeout; fetch gives up on a quiet `next` after 300 s.
const call = (method, route, body) =>
  new Promise((resolve, reject) => {
    const req = http.request(
      {
        host,
        port,
        method,
        agent,
        path: `/2018-06-01/runtime/${route}`,
        headers:
          body === undefined ? {} : { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) },
      },
      (res) => {
        const chunks = [];
        res.on('data', (c) => chunks.push(c));
        res.on('end', () =>
          resolve({ status: res.statusCode, headers: res.headers, body: Buffer.concat(chunks).toString() }),
        );
        res.on('error', reject);
      },
    );
    req.on('error', reject);
    req.end(body);
  });

const describe = (e) =>
  JSON.stringify({
    errorType: e?.name ?? 'Error',
    errorMessage: e?.message ?? String(e),
    trace: (e?.stack ?? '').split('\n'),
  });

const fail = (name, message) => Object.assign(new Error(message), { name });

async function load() {
  const [, module, name] = /^(.*)\.([^.]+)$/.exec(env._HANDLER);
  const base = path.resolve(env.LAMBDA_TASK_ROOT, module);
  const file = ['.js', '.mjs', '.cjs'].map((x) => base + x).find((f) => fs.existsSync(f));
  if (!file) throw fail('Runtime.ImportModuleError', `Cannot find module '${module}'`);
  const loaded = await import(pathToFileURL(file));
  const handler = loaded[name] ?? loaded.default?.[name];
  if (typeof handler !== 'function')
    throw fail('Runtime.HandlerNotFound', `${env._HANDLER} is undefined or not exported`);
  return handler;
}

let handler;
try {
  handler = await load();
} catch (e) {
  console.error(e);
  await call('POST', 'init/error', describe(e));
  process.exit(1);
}

for (;;) {
  const next = await call('GET', 'invocation/next').catch(() => process.exit(0));
  if (next.status !== 200) process.exit(0);
  const id = next.headers['lambda-runtime-aws-request-id'];
  const deadline = Number(next.headers['lambda-runtime-deadline-ms']);
  env._X_AMZN_TRACE_ID = next.headers['lambda-runtime-trace-id'];
  const context = {
    awsRequestId: id,
    callbackWaitsForEmptyEventLoop: true,
    functionName: env.AWS_LAMBDA_FUNCTION_NAME,
    functionVersion: env.AWS_LAMBDA_FUNCTION_VERSION,
    memoryLimitInMB: env.AWS_LAMBDA_FUNCTION_MEMORY_SIZE,
    invokedFunctionArn: next.headers['lambda-runtime-invoked-function-arn'],
    logGroupName: env.AWS_LAMBDA_LOG_GROUP_NAME,
    logStreamName: env.AWS_LAMBDA_LOG_STREAM_NAME,
    getRemainingTimeInMillis: () => deadline - Date.now(),
  };
  let kind = 'response';
  let body;
  try {
    body = JSON.stringify((await handler(JSON.parse(next.body), context)) ?? null);
  } catch (e) {
    console.error(e);
    kind = 'error';
    body = describe(e);
  }
  await call('POST', `invocation/${id}/${kind}`, body);
}
