import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseXmlTree } from '../../../lib/xml/parse-xml-tree.ts';
import { XmlFault, type XmlNode } from '../../../lib/xml/xml-tree.ts';

const escaped = (text: string) => text.replace(/[&<>"'\r\n\t]/g, (character) => `&#${character.charCodeAt(0)};`);
const name = fc.stringMatching(/^[A-Za-z_][A-Za-z0-9_.-]{0,8}$/);
// Text that may stand as it is, text that needs references, and text of blanks, which is dropped.
const text = fc.oneof(
  fc.stringMatching(/^[a-z0-9 .+-]{0,20}$/),
  fc.string({ unit: fc.constantFrom('a', '<', '&', '"', ']', '>', 'ü', '🛰', '\n') }),
  fc.constant(' \n '),
);
const kept = (value: string) => (/^[ \n]*$/.test(value) ? '' : value);

const { tree } = fc.letrec<{ tree: XmlNode }>((tie) => ({
  tree: fc
    .record({
      name,
      attributes: fc.dictionary(name, text, { maxKeys: 3 }).map((values) => new Map(Object.entries(values))),
      children: fc.oneof(
        { depthSize: 'small', withCrossShrink: true },
        fc.constant([]),
        fc.array(tie('tree'), { maxLength: 3 }),
      ),
      text,
    })
    .map((node) => ({ ...node, text: kept(node.text) })),
}));

function write(node: XmlNode, escapeText: (text: string) => string): string {
  const attributes = [...node.attributes].map(([key, value]) => ` ${key}="${escaped(value)}"`).join('');
  const children = node.children.map((child) => `<!-- a > b -->\n  <?go on?>${write(child, escapeText)}`).join('');
  return `<${node.name}${attributes}>${escapeText(node.text)}${children}</${node.name}>`;
}
const asCdata = (value: string) => (value.includes(']') ? escaped(value) : `<![CDATA[${value}]]>`);

describe('parseXmlTree', () => {
  test.each([
    ['references', escaped],
    ['CDATA', asCdata],
  ])('gives back the tree that was written, with %s', (_, escapeText) => {
    fc.assert(
      fc.property(tree, (node) => {
        expect(parseXmlTree(`<?xml version="1.0"?>\n${write(node, escapeText)}\n`)).toEqual(node);
      }),
      { numRuns: 300 },
    );
  });

  test('refuses every document that is cut off', () => {
    fc.assert(
      fc.property(tree, fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }), (node, part) => {
        const whole = write(node, escaped);
        expect(() => parseXmlTree(whole.slice(0, Math.floor(part * whole.length)))).toThrow(XmlFault);
      }),
      { numRuns: 300 },
    );
  });

  test('builds nothing below an unread element, but checks it', () => {
    const unread = new Set(['list']);
    const leaf = (of: string, content = '') => ({ name: of, attributes: new Map(), children: [], text: content });
    expect(parseXmlTree('<a><list>1<b>2</b><list/></list><c>3</c><list/></a>', unread)).toEqual({
      ...leaf('a'),
      children: [leaf('list'), leaf('c', '3'), leaf('list')],
    });
    expect(() => parseXmlTree('<a><list><b>2</c></list></a>', unread)).toThrow('is not well-formed XML: line 1: ');
  });

  test.each([
    ['two roots', '<a/><b/>', 'documents may contain only one root'],
    ['text after the root', '<a/>\n\nx', 'line 3: text data outside of root node'],
    ['an attribute twice', '<a x="1" x="2"/>', 'duplicate attribute: x'],
    ['an attribute without quotes', '<a x=1/>', 'unquoted attribute value'],
    ['a < in an attribute', '<a x="<"/>', 'disallowed character'],
    ['crossed tags', '<a><b></a></b>', 'unexpected close tag'],
    ['a control character', '<a>\u0001</a>', 'disallowed character'],
    ['the end of CDATA in text', '<a>]]></a>', 'the string "]]>" is disallowed in char data'],
    ['an unknown entity', '<a>&x;</a>', 'undefined entity'],
    ['a comment that does not end', '<a/><!-- ', 'is cut off'],
    ['nothing', '', 'is cut off'],
  ])('refuses %s', (_, document, message) => {
    expect(() => parseXmlTree(document)).toThrow(message);
    expect(() => parseXmlTree(document)).toThrow(XmlFault);
  });

  test.each([
    ['elements', `<a>${'<b/>'.repeat(1_000_001)}</a>`],
    ['attributes', `<a ${Array.from({ length: 1_000_001 }, (__, i) => `a${i}=""`).join(' ')}/>`],
  ])('stops at a million %s', (_, document) => {
    expect(() => parseXmlTree(document, new Set(['a']))).toThrow('more than 1000000 elements');
  });
});
