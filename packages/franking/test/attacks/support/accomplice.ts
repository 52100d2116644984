import { commit, derivePartKey } from '../../../src/commitment.ts';
import { encodeAuthenticatedData, encodeStamp, type FrankedEvidence } from '../../../src/index.ts';
import { seeded } from '../../support/seeded.ts';
import type { GroupState } from './envelope.ts';
import { type Delivered, fullStamp, type House } from './house.ts';

export interface Invented {
  evidence: FrankedEvidence;
  delivered: Delivered;
}

/**
 * Evidence as a hub and a reporter make it together: the hub stamps, in the name of `sender`, a tag over parts of their own
 * choice and bytes that no member of the group ever gets. It uses the hub's own keys and numbering, nothing is broken.
 */
export async function inventEvidence(
  house: House,
  group: GroupState,
  sender: string,
  parts: readonly Uint8Array[],
): Promise<Invented> {
  const frankingKey = seeded('accomplice')(32);
  const authenticatedData = encodeAuthenticatedData(commit(frankingKey, parts));
  const message = Buffer.from('bytes that nobody ever received');
  const { groupId, epoch } = group;
  const accepted = await house.hub.accept({ sender, groupId, epoch, authenticatedData, message });
  const delivered = { message, ...accepted };
  const stamp = encodeStamp(fullStamp(delivered, sender, { groupId, epoch }));
  const revealed = parts.map((part, index) => ({ index, key: derivePartKey(frankingKey, index), part }));
  return { delivered, evidence: { stamp, partCount: parts.length, revealed, hidden: [] } };
}
