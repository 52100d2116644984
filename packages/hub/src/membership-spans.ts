/** Epochs of a group in which an account was a member, both ends included; `to` null: still a member. */
export interface MembershipSpan {
  readonly from: number;
  readonly to: number | null;
}

/** When an account was in one group. */
export interface GroupMembership {
  /** Base64url. */
  readonly groupId: string;
  /** In any order. Without a span the group is left out: the hub vouches for nothing there. */
  readonly spans: readonly MembershipSpan[];
}

/** Ascending, and what touches or overlaps is one span. */
function joinSpans(spans: readonly MembershipSpan[]): MembershipSpan[] {
  const joined: { from: number; to: number | null }[] = [];
  for (const { from, to } of spans.toSorted((a, b) => a.from - b.from)) {
    const last = joined.at(-1);
    if (last === undefined || (last.to !== null && from > last.to + 1)) joined.push({ from, to });
    else if (last.to !== null) last.to = to === null ? null : Math.max(last.to, to);
  }
  return joined;
}

/**
 * No more than `most` spans over all groups: where there are more, the shortest absences are counted as presence. So an
 * abuser who throws somebody out of a group a hundred times and takes them back in makes no message unreportable.
 */
export function fitSpans(memberships: readonly GroupMembership[], most: number): GroupMembership[] {
  const joined = memberships
    .map(({ groupId, spans }) => ({ groupId, spans: joinSpans(spans) }))
    .filter(({ spans }) => spans.length > 0);
  const excess = joined.reduce((sum, { spans }) => sum + spans.length, 0) - most;
  if (excess <= 0) return joined;
  const absences = joined.flatMap(({ spans }, group) =>
    spans.slice(1).map(({ from }, index) => ({ group, from, length: from - (spans[index]?.to ?? from) })),
  );
  const closed = new Set(
    absences
      .toSorted((a, b) => a.length - b.length)
      .slice(0, excess)
      .map(({ group, from }) => `${group} ${from}`),
  );
  return joined.map(({ groupId, spans }, group) => ({
    groupId,
    spans: joinSpans(
      spans.map(({ from, to }, index) =>
        closed.has(`${group} ${from}`) ? { from: spans[index - 1]?.from ?? from, to } : { from, to },
      ),
    ),
  }));
}
