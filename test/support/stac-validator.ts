import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { Ajv, type AnySchema } from 'ajv';
import addFormats from 'ajv-formats';

/** The published STAC schemas, which are no part of the project. */
const SCHEMAS = fileURLToPath(new URL('../../../shared/data/stac-schemas/', import.meta.url));

export const hasStacSchemas = existsSync(SCHEMAS);

const CORE = 'https://schemas.stacspec.org/v1.1.0';

/** Validates items and collections against STAC core and each extension they declare; answers what is wrong. */
export function stacValidator(): (document: { stac_extensions: readonly string[]; type: string }) => string[] {
  const ajv = new Ajv({ strict: false, allErrors: true });
  addFormats.default(ajv);
  // Formats of JSON Schema that ajv-formats has not: STAC uses them for hrefs only.
  ajv.addFormat('iri', (text) => URL.canParse(text));
  ajv.addFormat('iri-reference', (text) => URL.canParse(text, 'https://example.org/'));
  // Only `proj:projjson`, which our documents do not have, refers to it.
  ajv.addSchema({ not: {} }, 'https://proj.org/schemas/v0.7/projjson.schema.json');
  for (const file of readdirSync(SCHEMAS, { recursive: true, encoding: 'utf8' })) {
    if (!file.endsWith('.json')) continue;
    const schema = JSON.parse(readFileSync(SCHEMAS + file, 'utf8'));
    // common.json calls itself "commonjson": by its own id no reference would find it.
    if (file.endsWith('core/common.json')) schema.$id = `${CORE}/item-spec/json-schema/common.json`;
    ajv.addSchema(schema as AnySchema);
  }
  return (document) => {
    const core =
      document.type === 'Collection' ? 'collection-spec/json-schema/collection' : 'item-spec/json-schema/item';
    return [`${CORE}/${core}.json`, ...document.stac_extensions].flatMap((uri) => {
      const validate = ajv.getSchema(uri);
      if (!validate) return [`${uri}: no such schema`];
      validate(document);
      return (validate.errors ?? []).map((error) => `${uri}: ${error.instancePath} ${error.message}`);
    });
  };
}
