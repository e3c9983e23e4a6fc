import { InputError } from '../errors/input.error.ts';
import type { RejectReason } from '../errors/reject-reason.ts';
import { parseDecimal } from '../xml/parse-decimal.ts';
import { parseDecimals } from '../xml/parse-decimals.ts';
import { parseXmlTree } from '../xml/parse-xml-tree.ts';
import { XmlFault, type XmlNode } from '../xml/xml-tree.ts';
import { parseUtcUs } from './utc-time.ts';

/** Real files have up to 2 MB, orbit files 5; anything far beyond is not read. */
export const MAX_XML_BYTES = 16 * 2 ** 20;
const PREDEFINED_ENTITIES = /^&(?:amp|lt|gt|quot|apos|#\d{1,7}|#x[0-9a-fA-F]{1,6});/;

/** Which file is parsed, and what its reader is told when it is wrong. */
export interface XmlOrigin {
  /** Path or key, as shown in messages. */
  readonly name: string;
  readonly reason: RejectReason;
  /** What has to be downloaded again if it is damaged; absent = the product. */
  readonly file?: string;
}

/**
 * One element of a parsed file. Every accessor either gives a value of the asked kind or throws an
 * {@link InputError} that names the file and the path of the element.
 */
export class XmlElement {
  readonly #origin: XmlOrigin;
  readonly #path: string;
  readonly #node: XmlNode;

  constructor(origin: XmlOrigin, path: string, node: XmlNode) {
    this.#origin = origin;
    this.#path = path;
    this.#node = node;
  }

  fail(what: string): InputError {
    return new InputError(
      this.#origin.reason,
      this.#origin.name,
      `<${this.#path}> ${what}`,
      `Download the ${this.#origin.file ?? 'product'} again; if it stays so, report it to the data provider.`,
    );
  }

  /** Every direct child of that name, in file order; empty if there is none. `@name` stands for an attribute. */
  children(name: string): XmlElement[] {
    const path = `${this.#path}/${name}`;
    if (name.startsWith('@')) {
      const text = this.#node.attributes.get(name.slice(1));
      if (text === undefined) return [];
      return [new XmlElement(this.#origin, path, { name, attributes: new Map(), children: [], text })];
    }
    return this.#node.children
      .filter((node) => node.name === name)
      .map((node) => new XmlElement(this.#origin, path, node));
  }

  /**
   * As {@link children}, checked against the list's `count` attribute where there is one. That a list is empty is left
   * to the caller, who knows what is missing.
   */
  entries(name: string): XmlElement[] {
    const entries = this.children(name);
    const count = this.optionalAttribute('count');
    if (count !== undefined && entries.length > 0 && Number(count) !== entries.length) {
      throw this.fail(`says count="${count}" but holds ${entries.length} <${name}>`);
    }
    return entries;
  }

  optional(...names: string[]): XmlElement | undefined {
    let element: XmlElement | undefined = this;
    for (const name of names) element = element?.children(name)[0];
    return element;
  }

  child(...names: string[]): XmlElement {
    const element = this.optional(...names);
    if (!element) throw this.fail(`has no <${names.join('/')}>`);
    return element;
  }

  attribute(name: string): string {
    const value = this.optionalAttribute(name);
    if (value === undefined) throw this.fail(`has no attribute ${name}`);
    return value;
  }

  optionalAttribute(name: string): string | undefined {
    return this.#node.attributes.get(name);
  }

  text(): string {
    const { text, children } = this.#node;
    if (text === '' && children.length > 0) throw this.fail('holds no text');
    return text.trim();
  }

  number(): number {
    const text = this.text();
    const value = parseDecimal(text);
    if (Number.isNaN(value)) throw this.fail(`is ${JSON.stringify(text.slice(0, 40))}, not a number`);
    return value;
  }

  /** An integer in the range, both ends allowed: dimensions and counts that memory will be sized by. */
  integer(min: number, max: number): number {
    const value = this.number();
    if (!Number.isInteger(value) || value < min || value > max) {
      throw this.fail(`is ${value}, not a whole number of ${min} to ${max}`);
    }
    return value;
  }

  /** Blank-separated numbers; checked against the `count` attribute where there is one. */
  numbers(): Float64Array {
    const { values, bad } = parseDecimals(this.text());
    if (bad !== undefined) throw this.fail(`holds ${JSON.stringify(bad.slice(0, 40))}, not a number`);
    const count = this.optionalAttribute('count');
    if (count !== undefined && Number(count) !== values.length) {
      throw this.fail(`says count="${count}" but holds ${values.length} numbers`);
    }
    return values;
  }

  /** Microseconds since 1970. */
  timeUs(): number {
    const value = parseUtcUs(this.text());
    if (Number.isNaN(value)) throw this.fail(`is ${JSON.stringify(this.text().slice(0, 40))}, not a UTC time`);
    return value;
  }
}

/**
 * Parses a whole file and gives its root element, which must be called `root`. Namespace prefixes are dropped.
 * Document types and entities are refused: products have none, and they are the way in for XML bombs.
 *
 * @param unread names of elements whose content is of no use: it is checked, but not kept
 */
export function parseXml(
  bytes: Uint8Array,
  origin: XmlOrigin,
  root: string,
  unread: readonly string[] = [],
): XmlElement {
  const wrong = (what: string) =>
    new InputError(
      origin.reason,
      origin.name,
      what,
      `Download the ${origin.file ?? 'product'} again: this is not the file that was published.`,
    );
  if (bytes.byteLength > MAX_XML_BYTES) throw wrong(`is ${bytes.byteLength} bytes long, far more than such a file has`);
  if (bytes.every(isBlank)) throw wrong(bytes.byteLength === 0 ? 'is empty' : 'holds nothing but blanks or zeros');
  const text = decodeUtf8(bytes);
  if (text === undefined) throw wrong('is not UTF-8 text');
  if (/<!(?:DOCTYPE|ENTITY)/i.test(text)) throw wrong('declares a document type or entities, which are not accepted');
  const entity = firstForeignEntity(text);
  if (entity !== undefined) throw wrong(`holds the entity ${JSON.stringify(entity)}, which is not accepted`);
  let tree: XmlNode;
  try {
    tree = parseXmlTree(text, new Set(unread));
  } catch (error) {
    if (error instanceof XmlFault) throw wrong(error.message);
    throw error;
  }
  if (tree.name !== root) throw wrong(`holds no <${root}>`);
  return new XmlElement(origin, root, tree);
}

/** NUL, tab, line ends, space: what is left of a file whose content was lost. */
function isBlank(byte: number): boolean {
  return byte === 0 || byte === 9 || byte === 10 || byte === 13 || byte === 32;
}

function decodeUtf8(bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return undefined;
  }
}

function firstForeignEntity(text: string): string | undefined {
  for (let at = text.indexOf('&'); at >= 0; at = text.indexOf('&', at + 1)) {
    const candidate = text.slice(at, at + 12);
    if (!PREDEFINED_ENTITIES.test(candidate)) return candidate;
  }
  return undefined;
}
