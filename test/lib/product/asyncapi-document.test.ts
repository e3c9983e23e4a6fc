import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { Ajv, type AnySchema } from 'ajv';
import addFormats from 'ajv-formats';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { wireAttribute } from '../../../lib/cloud/announcement-limits.ts';
import { matchesFilterPolicy, parseFilterPolicy } from '../../../lib/cloud/local/filter-policy.ts';
import { asyncApiDocument } from '../../../lib/product/asyncapi/asyncapi-document.ts';
import { ASYNCAPI_FILE } from '../../../lib/product/asyncapi/build-asyncapi.ts';
import { encodeDocument } from '../../../lib/product/json-document.ts';
import { notification } from '../../../lib/product/notification.ts';
import { stacItem } from '../../../lib/product/stac-item.ts';
import { anyNotification } from './any-notification.ts';
import { DESCRIPTION } from './sample-item.ts';

const document = JSON.parse(readFileSync(ASYNCAPI_FILE, 'utf8'));
const { schemas, messages } = document.components;

/** As a schema that takes nothing but what it describes. */
function closed(schema: unknown): unknown {
  if (Array.isArray(schema)) return schema.map(closed);
  if (typeof schema !== 'object' || schema === null) return schema;
  const inner = Object.fromEntries(Object.entries(schema).map(([name, value]) => [name, closed(value)]));
  return 'properties' in schema && 'type' in schema ? { ...inner, additionalProperties: false } : inner;
}

function validator(schema: unknown) {
  const ajv = new Ajv({ strict: false, allErrors: true });
  addFormats.default(ajv);
  const validate = ajv.compile(schema as AnySchema);
  return (value: unknown): string[] => {
    validate(value);
    return (validate.errors ?? []).map(
      ({ instancePath, message, params }) => `${instancePath} ${message} ${JSON.stringify(params)}`,
    );
  };
}

describe('docs/asyncapi.json', () => {
  test('is what the schemas say; else: npm run build:asyncapi', () => {
    expect(readFileSync(ASYNCAPI_FILE, 'utf8')).toBe(new TextDecoder().decode(encodeDocument(asyncApiDocument())));
  });

  test('is an AsyncAPI 3.0.0 document', () => {
    const schema = createRequire(import.meta.url)('@asyncapi/specs/schemas/3.0.0.json');
    // It brings draft 7's own schema along.
    const ajv = new Ajv({ strict: false, allErrors: true, meta: false, validateSchema: false });
    addFormats.default(ajv);
    const validate = ajv.compile(schema);
    validate(document);
    expect(validate.errors ?? []).toEqual([]);
    // The schema is one that refuses.
    expect(validate({ ...document, channels: { smReady: { ...document.channels.smReady, adress: 'x' } } })).toBe(false);
    expect(validate({ ...document, components: { schemas: { x: { type: 'text' } } } })).toBe(false);
    expect(validate({ ...document, asyncapi: '2.6.0' })).toBe(false);
  });

  test('refers to nothing that it does not have', () => {
    const references = JSON.stringify(document).match(/"\$ref":"([^"]+)"/g) ?? [];
    const pointers = references.map((text) => text.slice('"$ref":"#/'.length, -1).split('/'));
    expect(pointers.length).toBeGreaterThan(3);
    for (const pointer of pointers) {
      expect(
        pointer.reduce((value, name) => value?.[name], document),
        pointer.join('/'),
      ).toBeTypeOf('object');
    }
  });

  test('describes every member and attribute that is sent, and no other is sent', () => {
    const [event, attributes] = [validator(closed(schemas.notification)), validator(closed(schemas.attributes))];
    fc.assert(
      fc.property(anyNotification, ({ item, context }) => {
        const made = notification(stacItem(item), context);
        expect(event(JSON.parse(JSON.stringify(made.event)))).toEqual([]);
        expect(attributes(JSON.parse(JSON.stringify(made.attributes)))).toEqual([]);
      }),
    );
  });

  test('would notice a member that it does not describe, wherever it stands', () => {
    const { event, attributes } = notification(stacItem(DESCRIPTION), {
      change: 'created',
      timeliness: 'NRT',
      bucket: 'maps',
      itemBytes: new Uint8Array(),
      publishedAt: new Date(0),
    });
    const validate = validator(closed(schemas.notification));
    const { data } = event;
    for (const more of [
      { ...event, traceparent: '00-x' },
      { ...event, data: { ...data, collection: 'x' } },
      { ...event, data: { ...data, properties: { ...data.properties, gsd: 1000 } } },
      { ...event, data: { ...data, links: data.links.map((link) => ({ ...link, method: 'GET' })) } },
    ]) {
      expect(validate(more)).toEqual([expect.stringContaining('must NOT have additional properties')]);
    }
    // Subscribers may pass over what they do not know.
    expect(validator(schemas.notification)({ ...event, traceparent: '00-x' })).toEqual([]);
    expect(validator(closed(schemas.attributes))({ ...attributes, tile: 'x' })).toHaveLength(1);
    const { run: _, ...less } = data.properties;
    expect(validate({ ...event, data: { ...data, properties: less } })).toHaveLength(1);
  });

  test('gives each attribute the type that it has on the wire, with an example', () => {
    const { attributes } = notification(stacItem(DESCRIPTION), {
      change: 'created',
      timeliness: 'NRT',
      bucket: 'maps',
      itemBytes: new Uint8Array(),
      publishedAt: new Date(0),
    });
    const sent = Object.entries(attributes).map(([name, value]) => [name, wireAttribute(value).DataType]);
    const described = Object.entries<Record<string, unknown>>(schemas.attributes.properties);
    expect(described.map(([name, property]) => [name, property['x-sns-type']])).toEqual(sent);
    for (const [name, { description, examples }] of described) {
      expect(description, name).toMatch(/\.$/);
      for (const example of examples as unknown[]) {
        expect(validator(schemas.attributes)({ ...attributes, [name]: example })).toEqual([]);
      }
    }
  });

  test('has an example that could have been sent', () => {
    const [{ headers, payload }] = messages.smReady.examples;
    expect(validator(closed(schemas.notification))(payload)).toEqual([]);
    expect(validator(closed(schemas.attributes))(headers)).toEqual([]);
    expect(payload.data.properties).toMatchObject(headers);
    expect(payload.type).toBe(`s2mp-nrt.item.${headers.change}`);
    const item = stacItem({ ...DESCRIPTION, run: payload.data.properties.run, item: payload.subject });
    const { event } = notification(item, {
      change: headers.change,
      timeliness: headers.timeliness,
      bucket: 'maps',
      itemBytes: new Uint8Array(),
      publishedAt: new Date(payload.time),
    });
    const { id, source, subject, time, data } = event;
    expect(payload).toMatchObject({ id, source, subject, time, data: { id: data.id, links: data.links } });
  });

  test('shows filter policies within the limits of SNS, which find the example', () => {
    const [{ headers }] = messages.smReady.examples;
    for (const { policy, description } of document.channels.smReady['x-filter-policies']) {
      expect(matchesFilterPolicy(parseFilterPolicy(policy), headers), description).toBe(true);
    }
  });
});
