import { SaxesParser } from 'saxes';
import { XmlFault, type XmlNode } from './xml-tree.ts';

const MAX_DEPTH = 64;
/** Elements and attributes; a real annotation has 8000, an orbit file 100 000. Each costs memory far beyond its text. */
const MAX_PARTS = 1_000_000;
/** Beside markup, what may not stand in text as it is: references, the end of CDATA, line ends to normalise, controls. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is looked for
const NOT_PLAIN = /[&\]\0-\x08\x0b-\x1f\ufffe\uffff]/;

interface OpenNode extends XmlNode {
  readonly children: XmlNode[];
  text: string;
}

const NO_ATTRIBUTES: ReadonlyMap<string, string> = new Map();

/**
 * Checks that a whole document is well-formed (XML 1.0) and builds its tree in one pass.
 *
 * The parser looks at every character, but most characters of these files are numbers between two tags. Where it is
 * known to stand in plain text, the text is taken as it is and the parser goes on at the next tag.
 *
 * @param unread local names of elements whose content is checked but not built
 * @throws XmlFault
 */
export function parseXmlTree(document: string, unread: ReadonlySet<string> = new Set()): XmlNode {
  const builder = new TreeBuilder(unread);
  const parser = new SaxesParser({ position: false, xmlns: false });
  let isInText = false;
  let parts = 0;
  const count = () => {
    if (++parts > MAX_PARTS) throw new XmlFault(`is not XML of a product: more than ${MAX_PARTS} elements`);
  };
  parser.on('attribute', count);
  parser.on('opentag', (tag) => {
    count();
    isInText = true;
    builder.open(tag.name, tag.attributes);
  });
  parser.on('closetag', () => {
    isInText = true;
    builder.close();
  });
  parser.on('text', (text) => builder.addText(text));
  parser.on('cdata', (text) => builder.addText(text));

  const mayTakeText = !NOT_PLAIN.test(document);
  let at = 0;
  try {
    while (at < document.length) {
      if (isInText && mayTakeText && builder.depth > 0) {
        const start = at;
        at = indexOrEnd(document, '<', start);
        if (!isBlank(document, start, at) && builder.isBuilding) builder.addText(document.slice(start, at));
      }
      isInText = false;
      const end = indexOrEnd(document, '>', at) + 1;
      parser.write(document.slice(at, end));
      at = end;
    }
  } catch (cause) {
    if (cause instanceof XmlFault) throw cause;
    const line = document.slice(0, document.length - document.slice(at).trimStart().length).split('\n').length;
    const detail = cause instanceof Error ? cause.message.replace(/\.$/, '') : String(cause);
    throw new XmlFault(`is not well-formed XML: line ${line}: ${detail}`, { cause });
  }
  if (builder.depth > 0) throw new XmlFault(`is cut off: it ends within <${builder.path}>`);
  try {
    parser.close();
  } catch (cause) {
    throw new XmlFault('is cut off: it ends before its last element, comment or instruction does', { cause });
  }
  return builder.root;
}

class TreeBuilder {
  readonly #unread: ReadonlySet<string>;
  readonly #names: string[] = [];
  readonly #open: OpenNode[] = [];
  readonly #document: OpenNode = { name: '', attributes: NO_ATTRIBUTES, children: [], text: '' };
  /** Depth of the unread element that stands open, or 0. */
  #unreadDepth = 0;

  constructor(unread: ReadonlySet<string>) {
    this.#unread = unread;
  }

  get depth(): number {
    return this.#names.length;
  }

  get path(): string {
    return this.#names.join('/');
  }

  get isBuilding(): boolean {
    return this.#unreadDepth === 0;
  }

  get root(): XmlNode {
    return this.#document.children[0] ?? this.#document;
  }

  open(qualifiedName: string, attributes: Readonly<Record<string, string>>): void {
    const name = localName(qualifiedName);
    this.#names.push(name);
    if (this.depth > MAX_DEPTH) throw new XmlFault(`is not XML of a product: elements nest deeper than ${MAX_DEPTH}`);
    if (this.#unreadDepth > 0) return;
    const node: OpenNode = { name, attributes: mapOf(attributes), children: [], text: '' };
    (this.#open.at(-1) ?? this.#document).children.push(node);
    if (this.#unread.has(name)) this.#unreadDepth = this.depth;
    else this.#open.push(node);
  }

  close(): void {
    if (this.#unreadDepth === 0) this.#open.pop();
    else if (this.#unreadDepth === this.depth) this.#unreadDepth = 0;
    this.#names.pop();
  }

  addText(text: string): void {
    if (this.#unreadDepth > 0 || isBlank(text, 0, text.length)) return;
    const node = this.#open.at(-1);
    if (node) node.text += text;
  }
}

function mapOf(attributes: Readonly<Record<string, string>>): ReadonlyMap<string, string> {
  const entries = Object.entries(attributes);
  if (entries.length === 0) return NO_ATTRIBUTES;
  return new Map(entries.map(([name, value]) => [localName(name), value]));
}

function localName(name: string): string {
  return name.slice(name.indexOf(':') + 1);
}

function indexOrEnd(text: string, character: string, from: number): number {
  const index = text.indexOf(character, from);
  return index < 0 ? text.length : index;
}

function isBlank(text: string, from: number, to: number): boolean {
  for (let i = from; i < to; i++) {
    const code = text.charCodeAt(i);
    if (code !== 32 && code !== 10 && code !== 9 && code !== 13) return false;
  }
  return true;
}
