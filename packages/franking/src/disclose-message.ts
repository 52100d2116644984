import { isBytes } from './bytes.ts';
import { computeLeaf, derivePartKey } from './commitment.ts';
import { FrankingError } from './errors.ts';
import type { FrankedEvidence } from './evidence.ts';
import { openContent } from './open-content.ts';
import { closedForm } from './part.ts';
import { decodeStamp, encodeStamp, type Stamp } from './stamp.ts';

export interface DiscloseMessageInput {
  /** As received; what {@link checkReceived} accepted. */
  content: Uint8Array;
  /** The full stamp, decoded or encoded: `stamp` or `stampBytes` of {@link checkReceived}. */
  stamp: Stamp | Uint8Array;
  /** Indices of the parts to disclose; all of them if left out. The header (0) always is. */
  reveal?: readonly number[];
  /**
   * Indices of the attachments whose key goes along, because the file is handed over; none if left out. The others show
   * digests, size and what the sender said of the file, and nothing that opens it.
   */
  keys?: readonly number[];
}

/**
 * Makes evidence from a received message (docs/spec/franking.md §6). Hidden parts leave as leaves only, and the franking
 * key, which would open them, never leaves. What opens an attachment leaves only where `keys` names it.
 * @throws {FrankingError} if content or stamp do not decode, or an index names no part (`invalid-argument`)
 */
export function discloseMessage(input: DiscloseMessageInput): FrankedEvidence {
  const { frankingKey, encodedParts } = openContent(input.content);
  const stamp = isBytes(input.stamp) ? decodeStamp(input.stamp) : input.stamp;
  const chosen = new Set(input.reveal ?? encodedParts.keys());
  const open = new Set(input.keys);
  for (const index of [...chosen, ...open]) {
    if (encodedParts[index] === undefined) {
      throw new FrankingError('invalid-argument', `cannot disclose part ${index} of ${encodedParts.length}`);
    }
  }
  const evidence: FrankedEvidence = {
    stamp: encodeStamp(stamp),
    partCount: encodedParts.length,
    revealed: [],
    hidden: [],
  };
  for (const [index, part] of encodedParts.entries()) {
    const key = derivePartKey(frankingKey, index);
    const isShown = index === 0 || chosen.has(index);
    if (isShown) evidence.revealed.push({ index, key, part: open.has(index) ? part : closedForm(part) });
    else evidence.hidden.push({ index, leaf: computeLeaf(key, part) });
  }
  return evidence;
}
