import type { JsonValue } from '../platform/jobs/job.ts';
import type { FeedbackOpinion } from '../schema/list-feedback.ts';
import type { ListedFingerprint } from './fingerprint.ts';

/** One picture or film as a source describes it: replaces whatever the source said about it before. */
export interface SourceItem {
  /** Unique in the source; at most 200 characters. */
  readonly sourceId: string;
  /** Tombstone: the source has withdrawn the item. */
  readonly deleted: boolean;
  /** The source's time of this description; of two about one item in a window the later one holds. */
  readonly at: Date | null;
  readonly media: 'image' | 'video' | 'other';
  /** As the source names it; null: it names none. */
  readonly class: string | null;
  readonly status: string | null;
  /** Who vouches for it, as the source names them; at most 64. */
  readonly contributors: readonly string[];
  /** What `sendFeedback` names the item by; null: it takes none. */
  readonly feedbackRef: string | null;
  readonly fingerprints: readonly ListedFingerprint[];
  /** Fingerprints that were not what they say they are; counted and left out. */
  readonly unreadable: number;
}

/**
 * What reading a source yields. Items belong to the window that the next `window` step ends; only that step says how far
 * everything has been read. `again`: the window was too large and is read anew in smaller ones; forget its items.
 */
export type SourceStep =
  | { readonly type: 'items'; readonly items: readonly SourceItem[] }
  | { readonly type: 'again' }
  | {
      readonly type: 'window';
      /** full: the items are all that the source has; what is not among them has vanished. */
      readonly mode: 'delta' | 'full';
      readonly checkpoint: JsonValue;
    };

export interface Feedback {
  readonly ref: string;
  readonly opinion: FeedbackOpinion;
  readonly kind: string;
  /** Lower-case hexadecimal. */
  readonly hex: string;
}

/** A source as the sync job and the feedback job use it. */
export interface ListSourceClient {
  /**
   * Everything since `checkpoint`, a value that an earlier `window` step gave; null: everything.
   * @throws SourceError
   */
  pull(checkpoint: unknown): AsyncIterable<SourceStep>;
  /** @throws SourceError; `feedback-not-taken` when this source has no such vote */
  sendFeedback(feedback: Feedback): Promise<void>;
}
