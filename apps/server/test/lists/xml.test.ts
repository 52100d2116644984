import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { readXml, XmlError, type XmlErrorCode, type XmlLimits } from '../../src/lists/xml/read-xml.ts';

function refuses(text: string, code: XmlErrorCode, limits: Partial<XmlLimits> = {}): void {
  assert.throws(
    () => readXml(text, limits),
    (error) => error instanceof XmlError && error.code === code,
    text.slice(0, 80),
  );
}

test('elements, attributes and text come out, prefixes and comments do not', () => {
  const root = readXml(
    `\ufeff<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<n:a xmlns:n='urn:x' b="1 &lt; 2">x<!-- c --><n:d/> &amp; y</n:a>\n`,
  );
  assert.equal(root.name, 'a');
  assert.equal(root.attributes.get('b'), '1 < 2');
  assert.equal(root.text, 'x & y');
  assert.deepEqual(
    root.children.map(({ name }) => name),
    ['d'],
  );
});

test('the five entities and characters by number are replaced once', () => {
  assert.equal(readXml('<a>&amp;lt;&lt;&gt;&quot;&apos;&#65;&#x1F600;</a>').text, '&lt;<>"\'A😀');
});

test('a document type is refused, and with it every way to define, expand or fetch an entity', () => {
  const bomb = '<!DOCTYPE a [<!ENTITY b "bbbb"><!ENTITY c "&b;&b;">]><a>&c;</a>';
  refuses(bomb, 'xml-not-allowed');
  refuses('<!DOCTYPE a SYSTEM "file:///etc/passwd"><a/>', 'xml-not-allowed');
  refuses('<a><!ENTITY b "c"></a>', 'xml-not-allowed');
  refuses('<a>&c;</a>', 'xml-not-allowed');
  refuses('<a>&constructor;</a>', 'xml-not-allowed');
  refuses('<a>&#0;</a>', 'xml-not-allowed');
  refuses('<a>&#xD800;</a>', 'xml-not-allowed');
  refuses('<a b="&c;"/>', 'xml-not-allowed');
});

test('processing instructions, CDATA and other encodings are refused', () => {
  refuses('<a><?php 1 ?></a>', 'xml-not-allowed');
  refuses('<a><![CDATA[x]]></a>', 'xml-not-allowed');
  refuses('<?xml version="1.0" encoding="UTF-7"?><a/>', 'xml-not-allowed');
});

for (const [text, why] of [
  ['', 'nothing'],
  ['   ', 'only space'],
  ['x', 'only text'],
  ['<a>', 'no end tag'],
  ['<a></b>', 'another end tag'],
  ['</a>', 'an end tag alone'],
  ['<a/><b/>', 'two roots'],
  ['<a/>x', 'text behind the root'],
  ['<a b="1" b="2"/>', 'an attribute twice'],
  ['<a b=1/>', 'an attribute without quotes'],
  ['<a b="<"/>', 'a tag in an attribute'],
  ['<a b="1"c="2"/>', 'attributes without space between'],
  ['<a', 'a tag that does not end'],
  ['<a>&lt</a>', 'an entity without a semicolon'],
  ['<a>\u0000</a>', 'a NUL'],
  ['<a>]]></a>', 'the end of a CDATA section'],
  ['<a><!-- -- --></a>', 'two hyphens in a comment'],
  ['<1/>', 'a name that is none'],
] as const) {
  test(`not well-formed: ${why}`, () => refuses(text, 'xml-not-well-formed'));
}

test('length, depth, elements and attributes are limited', () => {
  refuses('<a>xxxxxxxxxx</a>', 'xml-too-large', { length: 10 });
  refuses(`${'<a>'.repeat(40)}${'</a>'.repeat(40)}`, 'xml-too-deep');
  refuses(`<a>${'<b/>'.repeat(20)}</a>`, 'xml-too-large', { elements: 10 });
  refuses(`<a ${Array.from({ length: 40 }, (_, i) => `a${i}="1"`).join(' ')}/>`, 'xml-too-large');
});

test('any text is read or refused with a code, and nothing else happens', () => {
  const piece = fc.constantFrom(
    '<',
    '>',
    '/',
    '&',
    ';',
    '"',
    "'",
    '=',
    ' ',
    'a',
    '<a>',
    '</a>',
    '<!--',
    '-->',
    '<?',
    ']]>',
  );
  fc.assert(
    fc.property(fc.array(fc.oneof(piece, fc.string({ maxLength: 4 })), { maxLength: 40 }), (pieces) => {
      try {
        readXml(pieces.join(''));
      } catch (error) {
        assert(error instanceof XmlError);
      }
    }),
    { numRuns: 500 },
  );
});
