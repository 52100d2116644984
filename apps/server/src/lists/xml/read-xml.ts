/** An element without its namespace prefix. Namespaces are not resolved: the sources read here use one each. */
export interface XmlElement {
  readonly name: string;
  readonly attributes: ReadonlyMap<string, string>;
  readonly children: readonly XmlElement[];
  /** Text directly inside, entities replaced, white space as it stands. */
  readonly text: string;
}

export interface XmlLimits {
  /** UTF-16 units of the document. */
  readonly length: number;
  readonly depth: number;
  readonly elements: number;
  /** Attributes of one element. */
  readonly attributes: number;
}

const defaults: XmlLimits = { length: 32 * 1024 * 1024, depth: 32, elements: 1_000_000, attributes: 16 };

export type XmlErrorCode = 'xml-too-large' | 'xml-too-deep' | 'xml-not-well-formed' | 'xml-not-allowed';

/** The document cannot be read; the message says where, and quotes nothing. */
export class XmlError extends Error {
  override readonly name = 'XmlError';
  readonly code: XmlErrorCode;
  readonly offset: number;
  constructor(code: XmlErrorCode, offset: number, message: string) {
    super(`read XML at ${offset}: ${message}`);
    this.code = code;
    this.offset = offset;
  }
}

interface OpenElement {
  readonly qualified: string;
  readonly name: string;
  readonly attributes: Map<string, string>;
  readonly children: XmlElement[];
  readonly text: string[];
}

/**
 * Reads one XML 1.0 document of elements, attributes and text. A document type, an entity other than the five of XML, a processing
 * instruction and CDATA are refused: nothing is resolved, fetched or expanded. Time and memory grow with the text alone.
 * @throws XmlError
 */
export function readXml(text: string, limits: Partial<XmlLimits> = {}): XmlElement {
  const { length, depth, elements, attributes } = { ...defaults, ...limits };
  if (text.length > length) throw new XmlError('xml-too-large', 0, `longer than ${length} characters`);
  const open: OpenElement[] = [];
  const roots: XmlElement[] = [];
  let count = 0;
  let at = text.startsWith('\ufeff') ? 1 : 0;
  const declaration = /<\?xml[ \t\r\n][^?<>]*\?>/y;
  declaration.lastIndex = at;
  if (declaration.test(text)) {
    const encoding = /encoding\s*=\s*["']([^"']*)["']/.exec(text.slice(at, declaration.lastIndex))?.[1];
    if (encoding !== undefined && !/^(utf-8|us-ascii)$/i.test(encoding)) {
      throw new XmlError('xml-not-allowed', at, 'an encoding other than UTF-8');
    }
    at = declaration.lastIndex;
  }

  const close = (element: OpenElement): void => {
    const done = {
      name: element.name,
      attributes: element.attributes,
      children: element.children,
      text: element.text.join(''),
    };
    const parent = open.at(-1);
    if (parent === undefined) roots.push(done);
    else parent.children.push(done);
  };

  while (at < text.length) {
    const next = text.indexOf('<', at);
    const end = next === -1 ? text.length : next;
    if (end > at) {
      const parent = open.at(-1);
      if (parent !== undefined) parent.text.push(plain(text, at, end));
      else if (/[^ \t\r\n]/.test(text.slice(at, end))) throw malformed(at, 'text outside the root element');
    }
    if (next === -1) break;
    if (text.startsWith('<!--', next)) {
      const stop = text.indexOf('--', next + 4);
      if (stop === -1 || text[stop + 2] !== '>') throw malformed(next, 'a comment without an end');
      at = stop + 3;
    } else if (text.startsWith('<!', next) || text.startsWith('<?', next)) {
      throw new XmlError('xml-not-allowed', next, 'a document type, CDATA or a processing instruction');
    } else if (text[next + 1] === '/') {
      const element = open.pop();
      const stop = text.indexOf('>', next);
      if (element === undefined || stop === -1) throw malformed(next, 'an end tag that ends nothing');
      if (text.slice(next + 2, stop).trimEnd() !== element.qualified)
        throw malformed(next, 'an end tag of another element');
      close(element);
      at = stop + 1;
    } else {
      if (roots.length > 0) throw malformed(next, 'a second root element');
      count += 1;
      if (count > elements) throw new XmlError('xml-too-large', next, `more than ${elements} elements`);
      if (open.length >= depth) throw new XmlError('xml-too-deep', next, `deeper than ${depth} elements`);
      const tag = readTag(text, next, attributes);
      if (tag.empty) close(tag.element);
      else open.push(tag.element);
      at = tag.end;
    }
  }
  const root = roots[0];
  if (open.length > 0 || root === undefined) throw malformed(text.length, 'it ends before its root element does');
  return root;
}

const nameAt = /[A-Za-z_][A-Za-z0-9_.-]*(?::[A-Za-z_][A-Za-z0-9_.-]*)?/y;
const attributeAt = /[ \t\r\n]+([A-Za-z_][A-Za-z0-9_.:-]*)[ \t\r\n]*=[ \t\r\n]*(?:"([^"<]*)"|'([^'<]*)')/y;
const tagEndAt = /[ \t\r\n]*(\/?)>/y;

function readTag(text: string, start: number, limit: number): { element: OpenElement; end: number; empty: boolean } {
  nameAt.lastIndex = start + 1;
  const qualified = nameAt.exec(text)?.[0];
  if (qualified === undefined) throw malformed(start, 'a tag without a name');
  let at = nameAt.lastIndex;
  const attributes = new Map<string, string>();
  for (;;) {
    tagEndAt.lastIndex = at;
    const end = tagEndAt.exec(text);
    if (end !== null) {
      const element = { qualified, name: local(qualified), attributes, children: [], text: [] };
      return { element, end: tagEndAt.lastIndex, empty: end[1] === '/' };
    }
    attributeAt.lastIndex = at;
    const match = attributeAt.exec(text);
    const name = match?.[1];
    if (match === null || name === undefined) throw malformed(start, 'a tag that does not end, or a bad attribute');
    if (attributes.has(name)) throw malformed(start, 'an attribute twice');
    if (attributes.size >= limit) throw new XmlError('xml-too-large', start, `more than ${limit} attributes`);
    const value = match[2] ?? match[3] ?? '';
    attributes.set(name, plain(value, 0, value.length));
    at = attributeAt.lastIndex;
  }
}

function local(qualified: string): string {
  return qualified.slice(qualified.indexOf(':') + 1);
}

const entities: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

/** Text with its references replaced: the five entities, and characters by number. Replaced text is not read again. */
function plain(text: string, start: number, end: number): string {
  const raw = text.slice(start, end);
  // biome-ignore lint/suspicious/noControlCharactersInRegex: XML allows none of them
  if (/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/.test(raw) || raw.includes(']]>')) {
    throw malformed(start, 'a character that XML does not allow');
  }
  if (!raw.includes('&')) return raw;
  return raw.replace(/&([^;&<]{0,12})(;?)/g, (_whole, name: string, semicolon: string) => {
    if (semicolon === '') throw malformed(start, 'a bare ampersand');
    const entity = Object.hasOwn(entities, name) ? entities[name] : undefined;
    if (entity !== undefined) return entity;
    const number = /^#(?:x([0-9a-fA-F]{1,6})|([0-9]{1,7}))$/.exec(name);
    const code = number === null ? Number.NaN : Number.parseInt(number[1] ?? number[2] ?? '', number[1] ? 16 : 10);
    if (!isXmlCharacter(code)) throw new XmlError('xml-not-allowed', start, 'an entity other than the five of XML');
    return String.fromCodePoint(code);
  });
}

function isXmlCharacter(code: number): boolean {
  if (code === 0x9 || code === 0xa || code === 0xd) return true;
  return (
    (code >= 0x20 && code <= 0xd7ff) || (code >= 0xe000 && code <= 0xfffd) || (code >= 0x10000 && code <= 0x10ffff)
  );
}

function malformed(offset: number, message: string): XmlError {
  return new XmlError('xml-not-well-formed', offset, message);
}
