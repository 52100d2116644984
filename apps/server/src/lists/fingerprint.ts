/** Kinds that the server can compute of a picture, with their length in bytes. */
export const matchableKinds = { pdq: 32, md5: 16, sha1: 20, sha256: 32 } as const;
export type MatchableKind = keyof typeof matchableKinds;

/** A fingerprint on its way into a list. */
export interface ListedFingerprint {
  /** A matchable kind, or the source's own name in lower case. */
  readonly kind: string;
  /** Lower-case hexadecimal of the value: for other kinds of its UTF-8. */
  readonly hex: string;
}

/** Longest value of a kind that is only kept. */
const otherBytes = 4_096;

export function isMatchable(kind: string): kind is MatchableKind {
  return Object.hasOwn(matchableKinds, kind);
}

/**
 * Reads a fingerprint as sources write it: hexadecimal, in either case, with white space around it. A kind that cannot
 * be matched is kept as text. Null: it is not what its kind says, or is too long to keep.
 */
export function readFingerprint(kind: string, text: string): ListedFingerprint | null {
  const value = text.trim();
  const name = kind.trim().toLowerCase();
  if (isMatchable(name)) {
    const hex = value.toLowerCase();
    return hex.length === matchableKinds[name] * 2 && /^[0-9a-f]+$/.test(hex) ? { kind: name, hex } : null;
  }
  if (!/^[a-z][a-z0-9_.-]{0,39}$/.test(name) || value === '') return null;
  const bytes = Buffer.from(value, 'utf8');
  return bytes.length > otherBytes ? null : { kind: name, hex: bytes.toString('hex') };
}
