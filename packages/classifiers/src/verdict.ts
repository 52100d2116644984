/** Kinds that a text pack can score. */
export const textKinds = ['threat', 'hate', 'insult', 'sexual', 'spam', 'sextortion'] as const;
export type TextKind = (typeof textKinds)[number];

/** Kinds about which a device can speak up. */
export const abuseKinds = [...textKinds, 'sensitive-picture'] as const;
export type AbuseKind = (typeof abuseKinds)[number];

/** When several kinds pass their thresholds, the first of these is the prompt. */
export const promptOrder = ['sextortion', 'threat', 'sexual', 'hate', 'insult', 'spam'] as const satisfies TextKind[];

/** What a classifier says about one message. It stays on the device. */
export interface Verdict {
  /**
   * 0 to 1, calibrated; kinds that the pack does not know are absent. Of a very long message they are of what was read: its first 12,288 and
   * last 4,096 UTF-16 units, and of these what two seconds sufficed for, the beginning and the end first.
   */
  readonly scores: Readonly<Partial<Record<AbuseKind, number>>>;
  /** The kind that passed its threshold for this language; null: say nothing. */
  readonly prompt: AbuseKind | null;
  /** BCP 47 primary subtag; null: cannot tell. */
  readonly language: string | null;
  /** Why there are no scores; null when there are some. */
  readonly silent: null | 'no-pack' | 'undecided-language' | 'unavailable';
}

/** What the settings page and `docs/` show of a pack. */
export interface PackCard {
  /** Unique among packs, for instance `text-en`. */
  readonly id: string;
  /** BCP 47 primary subtag; `zxx`, nothing in any language, for pictures. */
  readonly language: string;
  readonly kinds: readonly AbuseKind[];
  /** A whole number that grows with every release. */
  readonly version: number;
  /** Bytes of the file. */
  readonly size: number;
  readonly licences: readonly PackLicence[];
}

/** The licence of a part of a pack, and whom it asks to name. */
export interface PackLicence {
  readonly part: string;
  readonly licence: string;
  readonly attribution: string;
}

export interface TextClassifier {
  /** Never rejects for content. `languages`: those the person reads, best first; a hint for short texts, after which come those of the packs. */
  classify(message: { readonly text: string; readonly languages?: readonly string[] }): Promise<Verdict>;
  /** Packs that were checked and are in use; empty until the first message has been classified. */
  readonly packs: readonly PackCard[];
  close(): void;
}
