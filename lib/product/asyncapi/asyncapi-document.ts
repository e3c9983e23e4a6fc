import { notificationAttributesSchema, notificationSchema } from '../notification-schema.ts';
import { describeSchema } from './describe-schema.ts';
import { EXAMPLE_ATTRIBUTES, EXAMPLE_NOTIFICATION } from './example-notification.ts';
import { FILTER_EXAMPLES } from './filter-examples.ts';

/** Of the contract with subscribers. A new member raises the second number; one that goes or changes its meaning, the first. */
const CONTRACT_VERSION = '1.0.0';

const TOPIC_DESCRIPTION = [
  'An SNS topic; its ARN is the output SmReadyTopicArn of the deployed stack. A message is sent only when its item can be read.',
  'At least once, in any order. What is sent again has the same `id`, a hash of collection, item, run and change: a' +
    ' subscriber that remembers ids drops duplicates. Members may be added: pass over those that you do not know.',
  'Filter with the attributes, scope MessageAttributes: a policy may have 5 keys, and 150 combinations of values. With raw' +
    ' message delivery a queue gets the message as its body and the attributes beside it; without, both stand in an SNS' +
    ' envelope. Policies to start from stand in `x-filter-policies`.',
].join('\n\n');

/** The AsyncAPI 3.0 document of the notifications that maps are ready, generated from the schemas that they are parsed by. */
export function asyncApiDocument() {
  return {
    asyncapi: '3.0.0',
    info: {
      title: 's2mp-nrt: soil-moisture maps that are ready',
      version: CONTRACT_VERSION,
      description:
        'Near-real-time 1-km soil moisture from Sentinel-1: a message for each map that came, changed or went.',
      license: { name: 'Apache-2.0', url: 'https://www.apache.org/licenses/LICENSE-2.0' },
    },
    defaultContentType: 'application/cloudevents+json',
    servers: {
      sns: {
        host: 'sns.{region}.amazonaws.com',
        protocol: 'sns',
        variables: { region: { description: 'AWS region of the stack.', default: 'eu-central-1' } },
      },
    },
    channels: {
      smReady: {
        title: 'Maps that are ready',
        address: '{topicArn}',
        parameters: { topicArn: { description: 'Output SmReadyTopicArn of the stack.' } },
        description: TOPIC_DESCRIPTION,
        messages: { smReady: { $ref: '#/components/messages/smReady' } },
        'x-filter-policies': FILTER_EXAMPLES,
      },
    },
    operations: {
      announceMap: {
        action: 'send',
        summary: 'The pipeline announces a map that can be read.',
        channel: { $ref: '#/channels/smReady' },
        messages: [{ $ref: '#/channels/smReady/messages/smReady' }],
      },
    },
    components: {
      messages: {
        smReady: {
          name: 'smReady',
          title: 'A map is ready',
          summary: 'CloudEvents 1.0, structured JSON, around a GeoJSON feature that links to the STAC item.',
          contentType: 'application/cloudevents+json',
          headers: { $ref: '#/components/schemas/attributes' },
          payload: { $ref: '#/components/schemas/notification' },
          examples: [{ name: 'created', headers: EXAMPLE_ATTRIBUTES, payload: EXAMPLE_NOTIFICATION }],
        },
      },
      schemas: {
        attributes: attributesWithTypes(),
        notification: describeSchema(notificationSchema),
      },
    },
  };
}

/** `x-sns-type` is the data type of the message attribute; an array stands in it as JSON text. */
function attributesWithTypes() {
  const described = describeSchema(notificationAttributesSchema);
  const properties = Object.entries(described.properties ?? {}).map(([name, property]) => {
    if (typeof property === 'boolean') throw new TypeError(`the attribute ${name} is not described`);
    const type = property.type === 'string' ? 'String' : property.type === 'array' ? 'String.Array' : 'Number';
    return [name, { ...property, 'x-sns-type': type }];
  });
  return { title: 'SNS message attributes', ...described, properties: Object.fromEntries(properties) };
}
