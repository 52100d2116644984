import type { DisclosedPart, MessageHeader } from '@wellhouse/franking';
import type { ReportPayload } from '@wellhouse/protocol';

/** A disclosed part, or one that was kept back. */
export type PreviewPart =
  | { index: number; content: DisclosedPart; upload: { sha256: string; size: number } | null }
  | { index: number; content: null };

export type PreviewEntry =
  | {
      type: 'message';
      /** Position in `evidence`. */
      item: number;
      role: 'reported' | 'context';
      sender: string;
      /** Base64url. */
      groupId: string;
      sequence: bigint;
      /** Milliseconds since the epoch, the hub's clock. */
      acceptedAt: number;
      header: MessageHeader;
      parts: PreviewPart[];
    }
  /** Messages that exist between two disclosed ones, by the hub's numbering, and are not disclosed. */
  | { type: 'gap'; groupId: string; from: bigint; to: bigint };

/** What a report says, read back from the bytes that are sent. */
export interface PreviewView {
  payload: ReportPayload;
  /** The bytes as text; nothing else is sealed. */
  text: string;
  entries: PreviewEntry[];
  /** Everyone whose messages are disclosed, in order of appearance. */
  people: string[];
}
