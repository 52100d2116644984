/** CBOR with any defect wanted: heads written by hand (RFC 8949 §3), past every check of the encoder. */
import { ascii, bytes, join } from '../../support/raw.ts';

/** A head in its shortest form. */
export function head(majorType: number, argument: number): Uint8Array {
  const first = majorType << 5;
  if (argument < 24) return bytes(first | argument);
  if (argument < 256) return bytes(first | 24, argument);
  if (argument < 65_536) return bytes(first | 25, argument >> 8, argument & 255);
  return bytes(first | 26, argument >>> 24, (argument >> 16) & 255, (argument >> 8) & 255, argument & 255);
}

export const uint = (value: number) => head(0, value);
export const bstr = (data: Uint8Array) => join(head(2, data.length), data);
export const tstr = (text: string) => join(head(3, text.length), ascii(text));
export const array = (...items: readonly Uint8Array[]) => join(head(4, items.length), ...items);
export const map = (...entries: readonly (readonly [Uint8Array, Uint8Array])[]) =>
  join(head(5, entries.length), ...entries.flat());
export const tag = (number: number, content: Uint8Array) => join(head(6, number), content);
export const nil = bytes(0xf6);

export const salt = bytes(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16);
export const textPart = array(uint(1), tstr(''), uint(1), tstr('text/plain'), bstr(ascii('hello')));
const claims = [
  [uint(1), tstr('mimi://b.example/u/alice')],
  [uint(2), tstr('mimi://hub.example/r/1')],
] as const;

export interface RawMimiContent {
  salt?: Uint8Array;
  replaces?: Uint8Array;
  topicId?: Uint8Array;
  expires?: Uint8Array;
  extensions?: Uint8Array;
  body?: Uint8Array;
  /** Behind the seven elements, which the head goes on to count as seven. */
  trailing?: Uint8Array;
}

/** A content whose elements are encoded already. */
export function rawMimiContent(change: RawMimiContent = {}): Uint8Array {
  return join(
    head(4, 7),
    change.salt ?? bstr(salt),
    change.replaces ?? nil,
    change.topicId ?? bstr(bytes()),
    change.expires ?? nil,
    nil,
    change.extensions ?? map(...claims),
    change.body ?? textPart,
    change.trailing ?? bytes(),
  );
}

/** A content with further extensions, encoded already and in order; 1 and 2 come first. */
export function withExtensions(...entries: readonly (readonly [Uint8Array, Uint8Array])[]): Uint8Array {
  return rawMimiContent({ extensions: map(...claims, ...entries) });
}

/** Arrays inside one another, `levels` deep around one integer. */
export function nestedArrays(levels: number): Uint8Array {
  return join(new Uint8Array(levels).fill(0x81), uint(0));
}

/** Parts inside one another, `levels` deep; every list has the second part that the draft asks for. */
export function nestedParts(levels: number): Uint8Array {
  if (levels === 1) return textPart;
  return array(uint(1), tstr(''), uint(3), uint(2), array(nestedParts(levels - 1), textPart));
}
