import type { WireAttribute } from '../announcement-limits.ts';
import type { MessageQueue, ReceivedMessage, ReceiveOptions, SendOptions } from '../message-queue.ts';

export interface DrivenMessage extends ReceivedMessage {
  readonly attributes: Readonly<Record<string, WireAttribute>>;
  readonly firstReceivedAtMs: number;
}

/** A message that was received too often without success. */
export interface DeadLetter {
  /** Of the queue that it left. */
  readonly queue: string;
  readonly id: string;
  readonly body: string;
}

export interface DrivenSendOptions extends SendOptions {
  /** Of a raw delivery from a topic. */
  readonly attributes?: Readonly<Record<string, WireAttribute>>;
}

/** What the local engine and topic need of a queue beyond the port. */
export interface DrivenQueue extends MessageQueue {
  /** `arn:aws:sqs:…`, as it stands in events. */
  readonly arn: string;
  readonly visibilityTimeoutSeconds: number;
  send(body: string, options?: DrivenSendOptions): Promise<void>;
  receive(max: number, options?: ReceiveOptions): Promise<DrivenMessage[]>;
  /** Messages of any state. */
  readonly length: number;
  /** When the next message can be received (milliseconds since 1970, perhaps already past); undefined if the queue is empty. */
  nextVisibleAtMs(): number | undefined;
  /** Called whenever a message arrives or becomes visible earlier than planned. */
  onArrival(listener: () => void): void;
  /** Called whenever a message has moved to the dead-letter queue. */
  onDeadLetter(listener: (letter: DeadLetter) => void): void;
}
