/** A part that the reporter discloses: its key opens this part and no other. */
export interface RevealedPart {
  index: number;
  /** 32 bytes. */
  key: Uint8Array;
  /** The part's bytes as received; of an attachment without its key, the closed form. */
  part: Uint8Array;
}

/** A part that the reporter keeps back. Its leaf says nothing about it. */
export interface HiddenPart {
  index: number;
  /** 32 bytes. */
  leaf: Uint8Array;
}

/** One stamped message, opened as far as the reporter chose (docs/spec/franking.md §6). */
export interface FrankedEvidence {
  /** The full stamp, encoded. */
  stamp: Uint8Array;
  partCount: number;
  /** Ascending by index; holds the header (0). */
  revealed: RevealedPart[];
  hidden: HiddenPart[];
}
