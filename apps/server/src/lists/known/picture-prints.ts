import type { MatchableKind } from '../fingerprint.ts';

export type PrintVariant =
  | 'original'
  | 'rotate90'
  | 'rotate180'
  | 'rotate270'
  | 'flip-x'
  | 'flip-y'
  | 'flip-plus1'
  | 'flip-minus1'
  | 'trimmed';

/** All that one picture is looked up by. */
export interface PicturePrints {
  /** 32 bytes each, as `parseHash` of `@wellhouse/fingerprint` reads them. */
  readonly pdq: readonly { readonly variant: PrintVariant; readonly hash: Uint8Array }[];
  /** Bits by which these hashes may be off: so far beyond the widest radius entries are named too. 0 unless told. */
  readonly slack?: number;
  /** Lower-case hexadecimal; null: not computed. */
  readonly md5: string | null;
  readonly sha1: string | null;
  readonly sha256: string | null;
}

/** One entry that a picture matches. An entry that several variants are near is named once, by the nearest. */
export interface FoundEntry {
  readonly entryId: string;
  readonly kind: MatchableKind;
  /** Bits between the hashes; null: the very digest. */
  readonly distance: number | null;
  /** Which of the picture's hashes is near; null: a digest. */
  readonly variant: PrintVariant | null;
}

export interface FoundPicture {
  /** Nearest first, digests before them. */
  readonly found: readonly FoundEntry[];
  /** The version of each list that was looked in, by the list's id. */
  readonly versions: Readonly<Record<string, string>>;
}
