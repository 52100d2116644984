import { AccountId, GroupId, ItemProblem, Timestamp } from '@wellhouse/protocol';
import { z } from 'zod';

/** One part of a message as it lies in `evidence_item.content`. */
export const StoredPart = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('text'), index: z.int(), text: z.string() }),
  z.strictObject({ type: z.literal('quote'), index: z.int(), sender: z.string(), text: z.string() }),
  z.strictObject({ type: z.literal('preview'), index: z.int(), url: z.string(), title: z.string() }),
  z.strictObject({ type: z.literal('mention'), index: z.int(), account: z.string(), name: z.string() }),
  z.strictObject({
    type: z.literal('attachment'),
    index: z.int(),
    name: z.string(),
    mediaType: z.string(),
    size: z.int(),
    /** Base64url: opens the ciphertext. Null: the reporter did not hand it over. */
    opening: z.strictObject({ key: z.string(), nonce: z.string() }).nullable(),
    /** Hexadecimal. */
    ciphertextSha256: z.string(),
    plaintextSha256: z.string(),
    /** Of `A256GCM-STREAM`: bytes of plaintext in a chunk, and the root in hexadecimal. Null: `A256GCM`. */
    chunks: z.strictObject({ size: z.int(), root: z.string() }).nullable().default(null),
  }),
  z.strictObject({ type: z.literal('redacted'), index: z.int() }),
]);
export type StoredPart = z.infer<typeof StoredPart>;

/** What the worker found out about one disclosed message: the plaintext of `evidence_item.content`. */
export const StoredItem = z.strictObject({
  problems: z.array(ItemProblem),
  sender: AccountId,
  groupId: GroupId.nullable(),
  /** Hexadecimal; null for words that only the reporter vouches for. */
  messageId: z.string().nullable(),
  /** The message that this one edits, deletes or reacts to. */
  refersTo: z.string().nullable(),
  /** By the hub; null where no stamp vouches for it. */
  sequence: z.int().nullable(),
  acceptedAt: Timestamp.nullable(),
  kind: z.string(),
  parts: z.array(StoredPart),
});
export type StoredItem = z.infer<typeof StoredItem>;
