import type { GroupMembership } from '@wellhouse/protocol';

/** What the hub said, when the report was handed in, about its reporter and one message. */
export type Membership = 'member' | 'member-at-another-time' | 'not-vouched-for';

/** Both ends of a span are included; an open one goes on (docs/adr/0049). */
export function membershipAt(groups: readonly GroupMembership[], groupId: string, epoch: bigint): Membership {
  const spans = groups.filter((group) => group.groupId === groupId).flatMap((group) => group.spans);
  if (spans.length === 0) return 'not-vouched-for';
  const inside = spans.some(({ from, to }) => epoch >= BigInt(from) && (to === null || epoch <= BigInt(to)));
  return inside ? 'member' : 'member-at-another-time';
}
