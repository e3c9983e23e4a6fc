import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { onTestFinished } from 'vitest';

export interface ScriptedAnswer {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

/** What a client needs to call the endpoint, and what it asked for. */
export interface ScriptedEndpoint {
  readonly client: {
    readonly endpoint: string;
    readonly region: string;
    readonly credentials: { readonly accessKeyId: string; readonly secretAccessKey: string };
    readonly maxAttempts: number;
    readonly forcePathStyle: boolean;
  };
  readonly requests: {
    readonly method: string;
    readonly url: string;
    readonly headers: NodeJS.Dict<string | string[]>;
    readonly body: string;
  }[];
}

/** An HTTP server that gives the answers in turn, the last one for ever: what no emulator can be brought to answer. */
export async function scriptedEndpoint(
  ...answers: readonly [ScriptedAnswer, ...ScriptedAnswer[]]
): Promise<ScriptedEndpoint> {
  const requests: ScriptedEndpoint['requests'] = [];
  const server = createServer((request, response) => {
    const sent: Buffer[] = [];
    request.on('data', (chunk: Buffer) => sent.push(chunk));
    request.on('end', () => {
      const answer = answers[Math.min(requests.length, answers.length - 1)] ?? answers[0];
      requests.push({
        method: request.method ?? '',
        url: request.url ?? '',
        headers: request.headers,
        body: Buffer.concat(sent).toString(),
      });
      response.writeHead(answer.status, answer.headers).end(answer.body);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void server.close().closeAllConnections());
  const { port } = server.address() as AddressInfo;
  const credentials = { accessKeyId: 'test', secretAccessKey: 'test' };
  const endpoint = `http://127.0.0.1:${port}`;
  return { client: { endpoint, region: 'us-east-1', credentials, maxAttempts: 1, forcePathStyle: true }, requests };
}

/** An error as S3 and SNS write it. */
export function xmlError(status: number, code: string): ScriptedAnswer {
  const body = `<?xml version="1.0"?><Error><Code>${code}</Code><Message>${code}, as scripted</Message></Error>`;
  return { status, headers: { 'content-type': 'application/xml' }, body };
}
