import type { ColumnType } from 'kysely';

/** A disclosed attachment, opened per message and key, never shared by blob. */
export interface EvidencePictureTable {
  /** Also the name of the re-encoded picture in the blob store: `pictures/<attachment_id>`, under the case's key. */
  attachment_id: string;
  case_id: string;
  report_id: string;
  item_id: string;
  part_index: number;
  /** Of the announced ciphertext, lower-case hexadecimal. */
  ciphertext_sha256: string;
  state: PictureState;
  /** Why it cannot be shown. */
  problem: ColumnType<{ code: string; detail: string } | null, string | null, string | null>;
  /** Pixels of the picture as it is shown. */
  width: number | null;
  height: number | null;
  /** Of the opened bytes, and how they look (PDQ, and its quality); null before, and where nothing could be opened. */
  sha256: Buffer | null;
  pdq: Buffer | null;
  quality: number | null;
  updated_at: Date;
}

/** missing: not uploaded, or not looked at yet · unreadable: no picture, or over a limit · mismatch: not what the message commits to. */
export type PictureState = 'missing' | 'available' | 'unreadable' | 'mismatch';
