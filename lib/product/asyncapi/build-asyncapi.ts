import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { encodeDocument } from '../json-document.ts';
import { asyncApiDocument } from './asyncapi-document.ts';

/** Where the document lies for people to read: `npm run build:asyncapi` after a change of the schemas. */
export const ASYNCAPI_FILE = fileURLToPath(new URL('../../../docs/asyncapi.json', import.meta.url));

if (import.meta.main) writeFileSync(ASYNCAPI_FILE, encodeDocument(asyncApiDocument()));
