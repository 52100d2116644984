import type { MatchableKind } from '../lists/fingerprint.ts';
import { badRequest } from './hma-error.ts';

export type ContentType = 'photo' | 'video';

/** What Hasher-Matcher-Actioner calls a kind of fingerprint of one kind of content. */
export interface SignalType {
  readonly name: string;
  readonly content: ContentType;
  readonly kind: MatchableKind;
  /** Hashed unless the caller names other types, as in a Hasher-Matcher-Actioner with its own settings. */
  readonly usual: boolean;
}

export const signalTypes: readonly SignalType[] = [
  { name: 'pdq', content: 'photo', kind: 'pdq', usual: true },
  { name: 'video_md5', content: 'video', kind: 'md5', usual: true },
  { name: 'md5', content: 'photo', kind: 'md5', usual: false },
  { name: 'sha1', content: 'photo', kind: 'sha1', usual: false },
  { name: 'sha256', content: 'photo', kind: 'sha256', usual: false },
  { name: 'video_sha256', content: 'video', kind: 'sha256', usual: false },
];

/** @throws HmaError 400 */
export function signalTypeOf(name: string): SignalType {
  const type = signalTypes.find((each) => each.name === name);
  if (type === undefined) throw badRequest(`No such SignalType '${name}'`);
  return type;
}

/** The name of an entry's signal; null: it has none there. */
export function signalNameOf(entry: { readonly kind: string; readonly media: string }): string | null {
  const content = entry.media === 'video' ? 'video' : 'photo';
  return signalTypes.find(({ kind, content: of }) => kind === entry.kind && of === content)?.name ?? null;
}

/** @throws HmaError 400 */
export function readContentType(name: string): ContentType {
  if (name === 'photo' || name === 'video') return name;
  throw badRequest(`no such content_type: '${name}'`);
}

/** Types that a query asks for by `types`, with commas between; undefined: the usual ones. @throws HmaError 400 */
export function readSignalTypes(content: ContentType, types: string | undefined): SignalType[] {
  const possible = signalTypes.filter((each) => each.content === content);
  if (types === undefined) return possible.filter(({ usual }) => usual);
  const names = new Set(types.split(',').flatMap((part) => (part.trim() === '' ? [] : [part.trim()])));
  if (names.size === 0) throw badRequest('empty signal type selection');
  return [...names].map((name) => {
    const type = possible.find((each) => each.name === name);
    if (type === undefined) throw badRequest(`signal type '${name}' doesn't exist or is disabled`);
    return type;
  });
}

const digits: Readonly<Record<MatchableKind, number>> = { pdq: 64, md5: 32, sha1: 40, sha256: 64 };

/**
 * A signal as hexadecimal in lower case; null: it is none of this type. A PDQ hash is taken in lower case only and a
 * digest in either, as Hasher-Matcher-Actioner takes them.
 */
export function readSignal({ kind }: SignalType, text: unknown): string | null {
  if (typeof text !== 'string') return null;
  const hex = kind === 'pdq' ? text : text.trim().toLowerCase();
  return hex.length === digits[kind] && /^[0-9a-f]+$/.test(hex) ? hex : null;
}

/** What Hasher-Matcher-Actioner says of a signal that is none. */
export function whyInvalid({ kind }: SignalType): string {
  return kind === 'pdq' ? 'invalid PDQ hash' : `not a valid ${kind.toUpperCase()} hash`;
}
