import type { AlbumPictureState } from '@wellhouse/protocol';
import type { ColumnType, Generated } from 'kysely';

/** One picture that somebody added to a shared album. Rows stay; bytes and keys go. */
export interface AlbumPictureTable {
  /** Chosen by the delivery service; the idempotency key. */
  picture_id: string;
  hub_id: string;
  album_id: string;
  account_id: string;
  /** Where its owner is: decides whether it is checked. */
  region: string;
  /** fetch: the delivery service keeps the bytes. */
  form: 'upload' | 'fetch';
  url: string | null;
  /** SHA-256 over what was announced: the same announcement is answered alike, another one is refused. */
  body_digest: Buffer;
  /** Bytes announced. */
  size: number;
  announced_sha256: Buffer | null;
  state: ColumnType<AlbumPictureState, AlbumPictureState, AlbumPictureState>;
  /** Goes up with every change of state. */
  version: Generated<number>;
  /** The version that the delivery service has taken. */
  told_version: Generated<number>;
  why: string | null;
  /** Bytes that are here, durably. */
  received: Generated<number>;
  /** Which request is sending bytes, and until when it may without another word (the database's clock); null: none. */
  append_id: Generated<string | null>;
  append_until: Generated<Date | null>;
  /** When its owner took it out; it stays `held` or `removed` where a person has to look or has looked. */
  withdrawn_at: Generated<Date | null>;
  /** Key of its chunks, wrapped; null: there are no bytes outside its case. */
  key_wrapped: Buffer | null;
  /** Starts of the check that ended with the process: after two a person looks. */
  check_attempts: Generated<number>;
  /** False: checks are off where its owner is. Null: not decided yet. */
  checked: boolean | null;
  /** `{listId: version}`: what it was matched against. */
  list_versions: ColumnType<Record<string, string> | null, string | null, string | null>;
  md5: Buffer | null;
  sha1: Buffer | null;
  sha256: Buffer | null;
  /** 32 bytes, in the order of the hexadecimal text, as lists keep them; null where it cannot be decoded, and of videos. */
  pdq: Buffer | null;
  quality: number | null;
  media_type: string | null;
  case_id: string | null;
  /** Why it came to a person. */
  case_reason: 'matched' | 'unreadable' | null;
  /** Pixels of the picture that a reviewer may open: `album-evidence/<case_id>/<picture_id>` under the case's key. */
  shown_width: number | null;
  shown_height: number | null;
  answer: 'confirmed' | 'cleared' | null;
  answered_by: string | null;
  answered_at: Date | null;
  answer_reason: string | null;
  /** When the answer stopped to stand because what the picture matched was withdrawn: a person has to answer anew. */
  reopened_at: Date | null;
  /** Sixteen parts of the PDQ, by which pictures that look the same are found (albums/same-picture.ts); empty where it says too little. Null: never held. */
  looks: number[] | null;
  added_at: Date;
  complete_at: Date | null;
  settled_at: Date | null;
}
