import { wireAttribute } from '../announcement-limits.ts';
import type { Announcement } from '../topic.ts';

/**
 * The JSON text in which SNS delivers a message to a queue without raw delivery. Unsigned: the signature fields hold no
 * signature, because nothing travels.
 * https://docs.aws.amazon.com/sns/latest/dg/sns-message-and-json-formats.html
 */
export function snsEnvelope(topicArn: string, messageId: string, time: Date, announcement: Announcement): string {
  const attributes = Object.entries(announcement.attributes).map(([name, value]) => {
    const { DataType, StringValue } = wireAttribute(value);
    return [name, { Type: DataType, Value: StringValue }];
  });
  return JSON.stringify({
    Type: 'Notification',
    MessageId: messageId,
    TopicArn: topicArn,
    Message: announcement.body,
    Timestamp: time.toISOString(),
    SignatureVersion: '1',
    Signature: '',
    SigningCertURL: '',
    UnsubscribeURL: '',
    ...(attributes.length > 0 && { MessageAttributes: Object.fromEntries(attributes) }),
  });
}
