import { DeleteMessageCommand, type Message, ReceiveMessageCommand, SendMessageCommand } from '@aws-sdk/client-sqs';
import { sqs } from './queues.ts';

/** A dead letter that somebody holds: hidden from others until it is put back. */
export interface HeldLetter {
  readonly body: string;
  /** Back into the queue that gave up on it. */
  redrive(): Promise<void>;
}

/** Takes dead letters that speak of a text, as many as there are at this moment; others become visible again. */
export async function holdLetters(deadLetterUrl: string, sourceUrl: string, text: string): Promise<HeldLetter[]> {
  const command = new ReceiveMessageCommand({
    QueueUrl: deadLetterUrl,
    MaxNumberOfMessages: 10,
    WaitTimeSeconds: 1,
    VisibilityTimeout: 600,
  });
  const { Messages = [] } = await sqs.send(command);
  return Messages.filter(({ Body }) => Body?.includes(text)).map((message) =>
    letterOf(message, deadLetterUrl, sourceUrl),
  );
}

function letterOf({ Body = '', ReceiptHandle }: Message, deadLetterUrl: string, sourceUrl: string): HeldLetter {
  return {
    body: Body,
    redrive: async () => {
      await sqs.send(new SendMessageCommand({ QueueUrl: sourceUrl, MessageBody: Body }));
      await sqs.send(new DeleteMessageCommand({ QueueUrl: deadLetterUrl, ReceiptHandle }));
    },
  };
}
