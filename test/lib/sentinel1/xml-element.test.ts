import { describe, expect, test } from 'vitest';
import { parseXml } from '../../../lib/sentinel1/xml-element.ts';

const origin = { name: 'scene/annotation.xml', reason: 'invalid-annotation' } as const;
const parse = (text: string) => parseXml(new TextEncoder().encode(text), origin, 'product');

describe('parseXml', () => {
  test('gives numbers, times, attributes and lists; drops prefixes', () => {
    const root = parse(
      '<a:product xmlns:a="x"><t>2021-01-19T03:16:53.5</t><v count="3">1 2.5\n-3e2</v><i/><i k="7">x</i></a:product>',
    );
    expect(root.child('t').timeUs()).toBe(Date.UTC(2021, 0, 19, 3, 16, 53) * 1000 + 500_000);
    expect(root.child('v').numbers()).toEqual(Float64Array.of(1, 2.5, -300));
    expect(root.children('i').map((element) => element.optionalAttribute('k'))).toEqual([undefined, '7']);
    expect(root.optional('nothing', 'below')).toBeUndefined();
  });

  test.each([
    ['text that is no XML', 'hello', 'is not well-formed XML'],
    ['a file that is cut off', '<product><a>1</a>', 'is cut off: it ends within <product>'],
    ['a file that is cut off deep inside', '<product><a><b>1</b><b>2', 'is cut off: it ends within <product/a/b>'],
    ['a file of zeros', '\0\0\0\0', 'holds nothing but blanks or zeros'],
    ['another root', '<other/>', 'holds no <product>'],
    [
      'an external entity',
      '<!DOCTYPE p [<!ENTITY x SYSTEM "file:///etc/passwd">]><product>&x;</product>',
      'document type',
    ],
    ['a billion laughs', `<!DOCTYPE p [<!ENTITY a "${'ha'.repeat(9)}">]><product>&a;&a;</product>`, 'document type'],
    ['an undeclared entity', '<product>&x;</product>', 'the entity "&x;</product'],
    ['a file that ends in its first tag', '<product a="1"', 'is cut off: it ends before its last element'],
    [
      'endless nesting',
      `${'<product>'.repeat(5000)}${'</product>'.repeat(5000)}`,
      'is not XML of a product: elements nest deeper than 64',
    ],
  ])('refuses %s', (_, text, what) => {
    expect(() => parse(text)).toThrow(what);
    expect(() => parse(text)).toThrow(
      expect.objectContaining({ tag: 'InputError', reason: 'invalid-annotation', where: origin.name }),
    );
  });

  test('refuses bytes that are no UTF-8', () => {
    expect(() => parseXml(Uint8Array.of(0xff, 0xfe, 0x3c), origin, 'product')).toThrow('is not UTF-8 text');
  });

  test('resolves predefined entities', () => {
    const root = parse('<product a="x &amp; y"> 1 &lt; &#50; </product>');
    expect([root.attribute('a'), root.text()]).toEqual(['x & y', '1 < 2']);
  });
});

describe('XmlElement names file, element and value of what is wrong', () => {
  const root = parse(
    '<product><n>12a</n><m/><list count="3">1 2</list><bad>1 x 2</bad><t>noon</t><many><k>1</k></many></product>',
  );
  test.each([
    ['a number', () => root.child('n').number(), '<product/n> is "12a", not a number'],
    ['an absent element', () => root.child('many', 'z'), '<product> has no <many/z>'],
    ['an empty element', () => root.child('m').number(), '<product/m> is "", not a number'],
    ['a wrong count', () => root.child('list').numbers(), '<product/list> says count="3" but holds 2 numbers'],
    ['a wrong item', () => root.child('bad').numbers(), '<product/bad> holds "x", not a number'],
    ['a time', () => root.child('t').timeUs(), '<product/t> is "noon", not a UTC time'],
    ['a range', () => root.child('many', 'k').integer(2, 5), '<product/many/k> is 1, not a whole number of 2 to 5'],
  ])('%s', (_, run, message) => {
    expect(run).toThrow(`scene/annotation.xml: ${message}`);
  });
});
