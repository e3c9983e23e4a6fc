import { createHash } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { MessageQueue } from '../../lib/cloud/message-queue.ts';

interface Asked {
  readonly QueueUrl: string;
  readonly MessageBody?: string;
  readonly ReceiptHandle?: string;
  readonly VisibilityTimeout?: number;
  readonly MaxNumberOfMessages?: number;
}

const md5 = (text = '') => createHash('md5').update(text).digest('hex');

/** SendMessage, ReceiveMessage, DeleteMessage and ChangeMessageVisibility of SQS's JSON protocol, on local queues by name. */
export async function serveQueues(
  queues: Readonly<Record<string, MessageQueue>>,
): Promise<AsyncDisposable & { readonly endpoint: string }> {
  const answer = async (action: string, asked: Asked): Promise<object | undefined> => {
    const queue = queues[asked.QueueUrl.slice(asked.QueueUrl.lastIndexOf('/') + 1)];
    if (!queue) return undefined;
    switch (action) {
      case 'SendMessage':
        await queue.send(asked.MessageBody ?? '');
        return { MessageId: crypto.randomUUID(), MD5OfMessageBody: md5(asked.MessageBody) };
      case 'ReceiveMessage': {
        const options = asked.VisibilityTimeout === undefined ? {} : { visibilitySeconds: asked.VisibilityTimeout };
        const messages = await queue.receive(asked.MaxNumberOfMessages ?? 1, options);
        return {
          Messages: messages.map(({ id, receiptHandle, body, receiveCount, sentAtMs }) => ({
            MessageId: id,
            ReceiptHandle: receiptHandle,
            Body: body,
            MD5OfBody: md5(body),
            Attributes: { ApproximateReceiveCount: String(receiveCount), SentTimestamp: String(sentAtMs) },
          })),
        };
      }
      case 'DeleteMessage':
        await queue.delete(asked.ReceiptHandle ?? '');
        return {};
      default:
        await queue.changeVisibility(asked.ReceiptHandle ?? '', asked.VisibilityTimeout ?? 0);
        return {};
    }
  };
  const server = createServer((request, response) => {
    let text = '';
    request.setEncoding('utf8').on('data', (piece: string) => {
      text += piece;
    });
    request.on('end', async () => {
      const action = String(request.headers['x-amz-target']).replace('AmazonSQS.', '');
      const found = await answer(action, JSON.parse(text) as Asked);
      const error = { __type: 'com.amazonaws.sqs#QueueDoesNotExist', message: 'The specified queue does not exist.' };
      response.writeHead(found ? 200 : 400, { 'content-type': 'application/x-amz-json-1.0' });
      response.end(JSON.stringify(found ?? error));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    endpoint: `http://127.0.0.1:${port}`,
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
