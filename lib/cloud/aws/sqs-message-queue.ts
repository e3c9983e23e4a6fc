import {
  ChangeMessageVisibilityCommand,
  DeleteMessageCommand,
  ReceiveMessageCommand,
  SendMessageCommand,
  SQSClient,
} from '@aws-sdk/client-sqs';
import { checkMessage, checkVisibility, MAX_BATCH } from '../message-limits.ts';
import type { MessageQueue, ReceivedMessage, ReceiveOptions, SendOptions } from '../message-queue.ts';
import { MessagingUnavailableError } from '../messaging-unavailable.error.ts';
import { mayPass, serviceFailure } from './service-failure.ts';

/**
 * A client that sends to the configured endpoint: by default the SDK follows the host inside the queue's URL, which is
 * another one behind emulators and private endpoints.
 */
export function sqsClient(region?: string): SQSClient {
  return new SQSClient({ useQueueUrlAsEndpoint: false, ...(region !== undefined && { region }) });
}

export interface SqsMessageQueueOptions {
  readonly client: SQSClient;
  readonly queueUrl: string;
  /** How long a receive waits for a message, seconds, default 1: a receive that does not wait asks only some of SQS's servers. */
  readonly waitSeconds?: number;
}

/** An SQS standard queue. */
export class SqsMessageQueue implements MessageQueue {
  readonly name: string;
  readonly #client: SQSClient;
  readonly #queueUrl: string;
  readonly #waitSeconds: number;

  constructor(options: SqsMessageQueueOptions) {
    this.#client = options.client;
    this.#queueUrl = options.queueUrl;
    this.#waitSeconds = options.waitSeconds ?? 1;
    this.name = options.queueUrl.slice(options.queueUrl.lastIndexOf('/') + 1);
  }

  async send(body: string, options: SendOptions = {}): Promise<void> {
    checkMessage(this.name, body, options);
    const DelaySeconds = options.delaySeconds;
    await this.#call(() =>
      this.#client.send(
        new SendMessageCommand({
          QueueUrl: this.#queueUrl,
          MessageBody: body,
          ...(DelaySeconds !== undefined && { DelaySeconds }),
        }),
      ),
    );
  }

  async receive(max: number, { visibilitySeconds }: ReceiveOptions = {}): Promise<ReceivedMessage[]> {
    if (visibilitySeconds !== undefined) checkVisibility(this.name, visibilitySeconds);
    const command = new ReceiveMessageCommand({
      QueueUrl: this.#queueUrl,
      MaxNumberOfMessages: Math.min(max, MAX_BATCH),
      WaitTimeSeconds: this.#waitSeconds,
      MessageSystemAttributeNames: ['ApproximateReceiveCount', 'SentTimestamp'],
      ...(visibilitySeconds !== undefined && { VisibilityTimeout: visibilitySeconds }),
    });
    const { Messages = [] } = await this.#call(() => this.#client.send(command));
    return Messages.map((message) => ({
      id: message.MessageId ?? '',
      receiptHandle: message.ReceiptHandle ?? '',
      body: message.Body ?? '',
      receiveCount: Number(message.Attributes?.ApproximateReceiveCount ?? 1),
      sentAtMs: Number(message.Attributes?.SentTimestamp ?? 0),
    }));
  }

  async delete(receiptHandle: string): Promise<void> {
    const command = new DeleteMessageCommand({ QueueUrl: this.#queueUrl, ReceiptHandle: receiptHandle });
    await this.#call(() => this.#client.send(command));
  }

  async changeVisibility(receiptHandle: string, seconds: number): Promise<void> {
    checkVisibility(this.name, seconds);
    const command = new ChangeMessageVisibilityCommand({
      QueueUrl: this.#queueUrl,
      ReceiptHandle: receiptHandle,
      VisibilityTimeout: seconds,
    });
    try {
      await this.#call(() => this.#client.send(command));
    } catch (error) {
      // Deleted, or visible again: nothing is left to change.
      const code = serviceFailure(error)?.code ?? '';
      if (!/MessageNotInflight|InvalidParameterValue/.test(code)) throw error;
    }
  }

  async #call<T>(call: () => Promise<T>): Promise<T> {
    try {
      return await call();
    } catch (error) {
      const failure = serviceFailure(error);
      if (failure === undefined || !mayPass(failure)) throw error;
      throw new MessagingUnavailableError(`${this.name}: ${failure.code} (${failure.status ?? 'no answer'})`, {
        cause: error,
      });
    }
  }
}
