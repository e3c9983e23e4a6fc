import fc from 'fast-check';

/** Values that a number, time or word of a document is replaced by. */
const VALUES = [
  ...['', ' ', 'NaN', 'Infinity', '-Infinity', 'null', '0', '-0', '-1', '1', '1.5', '0x10', '1 2 3', '<a/>', 'é'],
  ...['1e308', '-1e308', '1e999', '1e-308', '4294967296', '9007199254740993', '-2147483649', '65535', '65536'],
  ...['2021-08-09T17:39:53.153776', '2021-02-31T25:61:61', '1970-01-01T00:00:00', '9999-12-31T23:59:59.999999'],
];

const at = fc.noBias(fc.nat(1e9));

/** One change of a document. `at` picks the element, number or byte, modulo how many there are. */
const change = fc.oneof(
  { weight: 3, arbitrary: fc.record({ op: fc.constant('drop' as const), at }) },
  { weight: 2, arbitrary: fc.record({ op: fc.constant('double' as const), at }) },
  { weight: 2, arbitrary: fc.record({ op: fc.constant('swap' as const), at }) },
  { weight: 4, arbitrary: fc.record({ op: fc.constant('value' as const), at, value: fc.constantFrom(...VALUES) }) },
  { weight: 6, arbitrary: fc.record({ op: fc.constant('digit' as const), at, digit: fc.nat(9) }) },
  {
    weight: 4,
    arbitrary: fc.record({ op: fc.constant('scale' as const), at, by: fc.constantFrom(-1, 1e-3, 0.5, 2, 1e6) }),
  },
  { weight: 3, arbitrary: fc.record({ op: fc.constant('shorten' as const), at, tells: fc.boolean() }) },
  {
    weight: 2,
    arbitrary: fc.record({ op: fc.constant('times' as const), at, seconds: fc.constantFrom(-3600, -5, 1, 7, 86_400) }),
  },
  { weight: 1, arbitrary: fc.record({ op: fc.constant('rename' as const), at }) },
  { weight: 1, arbitrary: fc.record({ op: fc.constant('cut' as const), at }) },
  { weight: 3, arbitrary: fc.record({ op: fc.constant('flip' as const), at, xor: fc.integer({ min: 1, max: 255 }) }) },
  {
    weight: 1,
    arbitrary: fc.record({
      op: fc.constant('insert' as const),
      at,
      kind: fc.constantFrom('nest', 'doctype', 'bomb', 'entity', 'cdata', 'comment', 'attributes'),
    }),
  },
);
type Change = typeof change extends fc.Arbitrary<infer T> ? T : never;
export type XmlDamage = readonly Change[];

export const xmlDamage: fc.Arbitrary<XmlDamage> = fc.array(change, { minLength: 1, maxLength: 3 });

export function damagedXml(document: string, changes: XmlDamage): Uint8Array {
  let bytes: Uint8Array = Buffer.from(document);
  for (const one of changes) bytes = apply(bytes, one);
  return bytes;
}

function apply(bytes: Uint8Array, one: Change): Uint8Array {
  if (bytes.length === 0) return bytes;
  if (one.op === 'cut') return bytes.subarray(0, one.at % bytes.length);
  if (one.op === 'flip') {
    const flipped = Uint8Array.from(bytes);
    flipped[one.at % flipped.length] = (flipped[one.at % flipped.length] ?? 0) ^ one.xor;
    return flipped;
  }
  return Buffer.from(editText(Buffer.from(bytes).toString('utf8'), one));
}

function editText(text: string, one: Exclude<Change, { op: 'cut' | 'flip' }>): string {
  const elements = elementSpans(text);
  const span = elements[one.at % Math.max(elements.length, 1)];
  const put = (from: number, to: number, replacement: string) => text.slice(0, from) + replacement + text.slice(to);
  switch (one.op) {
    case 'drop':
      return span ? put(span.start, span.end, '') : text;
    case 'double':
      return span ? put(span.end, span.end, text.slice(span.start, span.end)) : text;
    case 'swap': {
      const next = span && elements.find(({ start, depth }) => start >= span.end && depth === span.depth);
      if (!span || !next) return text;
      const between = text.slice(span.end, next.start);
      return put(span.start, next.end, text.slice(next.start, next.end) + between + text.slice(span.start, span.end));
    }
    case 'value':
      return replaceNth(text, />[^<>]+(?=<)|(?<==")[^"]*(?=")/g, one.at, (old) =>
        old.startsWith('>') ? `>${one.value}` : one.value,
      );
    case 'digit':
      return replaceNth(text, /\d(?=[^<>]*<)/g, one.at, () => String(one.digit));
    case 'scale':
      return replaceNth(text, /(?<=[> ])-?\d+(\.\d+)?(e[+-]?\d+)?(?=[< ])/g, one.at, (old) =>
        String(Number(old) * one.by),
      );
    case 'shorten':
      return replaceNth(text, /count="\d+">[^<]+/g, one.at, (old) => shortened(old, one.at, one.tells));
    case 'times':
      return shiftTimes(text, one.at, one.seconds);
    case 'rename':
      return span ? put(span.start + 1, span.start + 1, 'x').replace(new RegExp(`</(?=${span.name}>)`), '</x') : text;
    case 'insert':
      return span ? put(span.start, span.start, insertion(one.kind)) : text;
  }
}

function shortened(list: string, at: number, tells: boolean): string {
  const [head = '', body = ''] = list.split('>');
  const items = body.split(' ');
  const kept = items.slice(0, at % items.length);
  return `${tells ? `count="${kept.length}"` : head}>${kept.join(' ')}`;
}

/** All times below the at-th kind of element that holds some: of the orbit, the polynomials, the grid, the image. */
function shiftTimes(text: string, at: number, seconds: number): string {
  const lists = ['orbitList', 'coordinateConversionList', 'geolocationGridPointList', 'imageInformation', 'processing'];
  const list = lists[at % lists.length] ?? '';
  const from = text.indexOf(`<${list}`);
  const to = text.indexOf(`</${list}`);
  if (from < 0 || to < 0) return text;
  const shifted = text.slice(from, to).replace(/\d{4}-\d\d-\d\dT[\d:]{8}/g, (time) => {
    const ms = Date.parse(`${time}Z`);
    return Number.isNaN(ms) ? time : new Date(ms + 1000 * seconds).toISOString().slice(0, 19);
  });
  return text.slice(0, from) + shifted + text.slice(to);
}

function insertion(kind: string): string {
  if (kind === 'nest') return `${'<a>'.repeat(3000)}${'</a>'.repeat(3000)}`;
  if (kind === 'doctype') return '<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>&e;';
  if (kind === 'bomb')
    return `<!DOCTYPE x [<!ENTITY a "${'ha'.repeat(20)}"><!ENTITY b "${'&a;'.repeat(20)}">]>${'&b;'.repeat(20)}`;
  if (kind === 'entity') return '&x;';
  if (kind === 'cdata') return '<![CDATA[ <orbit> ]]>';
  if (kind === 'comment') return '<!-- <orbit> -->';
  return `<a ${Array.from({ length: 5000 }, (_, i) => `b${i}="1"`).join(' ')}/>`;
}

function replaceNth(text: string, pattern: RegExp, n: number, replacement: (match: string) => string): string {
  const matches = [...text.matchAll(pattern)];
  const match = matches[n % Math.max(matches.length, 1)];
  if (!match) return text;
  return text.slice(0, match.index) + replacement(match[0]) + text.slice(match.index + match[0].length);
}

interface Span {
  readonly name: string;
  readonly start: number;
  readonly end: number;
  readonly depth: number;
}

/** Where elements start and end, in the order of their starts; whatever is not paired is left out. */
function elementSpans(text: string): Span[] {
  const open: { name: string; start: number }[] = [];
  const spans: Span[] = [];
  for (const { 0: tag, 1: name = '', index } of text.matchAll(/<\/?([\w:]+)[^<>]*>/g)) {
    const end = index + tag.length;
    if (tag.startsWith('</')) {
      const start = open.at(-1)?.name === name ? open.pop()?.start : undefined;
      if (start !== undefined) spans.push({ name, start, end, depth: open.length });
    } else if (tag.endsWith('/>')) spans.push({ name, start: index, end, depth: open.length });
    else open.push({ name, start: index });
  }
  return spans.sort((a, b) => a.start - b.start);
}
