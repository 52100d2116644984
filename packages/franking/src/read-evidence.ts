import { FrankingError } from './errors.ts';
import type { FrankedEvidence } from './evidence.ts';
import type { MessageHeader } from './message-header.ts';
import { type DisclosedPart, decodeDisclosedPart, decodeWholeHeaderPart } from './part.ts';
import { decodeStamp, type Stamp } from './stamp.ts';

export interface ReadEvidence {
  stamp: Stamp;
  header: MessageHeader;
  /** Revealed body parts, ascending by index. */
  parts: { index: number; part: DisclosedPart }[];
  /** Indices of the parts that were kept back, ascending. */
  hidden: number[];
}

/**
 * What evidence says, read from its bytes and proving nothing: for the preview on the reporter's own device, which holds
 * no hub's MAC key. Everyone else calls {@link verifyEvidence}.
 * @throws {FrankingError} if stamp, header or a part do not decode
 */
export function readEvidence({ stamp, revealed, hidden }: FrankedEvidence): ReadEvidence {
  const [header, ...parts] = revealed.toSorted((a, b) => a.index - b.index);
  if (header?.index !== 0) throw new FrankingError('part-order', 'cannot read evidence: the header is not revealed');
  return {
    stamp: decodeStamp(stamp),
    header: decodeWholeHeaderPart(header.part),
    parts: parts.map(({ index, part }) => ({ index, part: decodeDisclosedPart(part) })),
    hidden: hidden.map(({ index }) => index).sort((a, b) => a - b),
  };
}
