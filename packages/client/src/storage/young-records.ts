/** What a person chose for themselves on this device. Key: `self`. Says nothing of any picture or message. */
export interface StoredYoung {
  /** Null: never chosen. */
  covers: 'off' | 'noticed' | 'every' | null;
  /** The account they turn to; null: nobody. */
  trusted: string | null;
  /** Of the helplines that they want to see; never guessed. */
  country: string | null;
  /** Family links that they were told of, and as of which change. */
  seenLinks?: Readonly<Record<string, number>>;
}
