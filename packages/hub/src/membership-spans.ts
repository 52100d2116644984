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
 * No more than `most` spans over all groups. Where there are more, the groups with the most spans give way, down to an equal
 * share for each, and in each of them the shortest absences are counted as presence: an abuser who throws somebody out of a
 * group a hundred times and takes them back in makes no message unreportable, and a group with no more spans than its share
 * (two, if 64 groups are named) is never touched, whatever happened in the others.
 */
export function fitSpans(memberships: readonly GroupMembership[], most: number): GroupMembership[] {
  const joined = memberships
    .map(({ groupId, spans }) => ({ groupId, spans: joinSpans(spans) }))
    .filter(({ spans }) => spans.length > 0);
  const share = shareOf(
    joined.map(({ spans }) => spans.length),
    most,
  );
  return joined.map(({ groupId, spans }) => ({ groupId, spans: closeShortest(spans, spans.length - share) }));
}

/** How many spans each group may keep, the largest number that keeps all of them within `most`; at least 1. */
function shareOf(counts: readonly number[], most: number): number {
  let [share, tooMany] = [1, most + 1];
  while (tooMany - share > 1) {
    const middle = Math.floor((share + tooMany) / 2);
    const isWithin = counts.reduce((sum, count) => sum + Math.min(count, middle), 0) <= most;
    if (isWithin) share = middle;
    else tooMany = middle;
  }
  return share;
}

/** Counts the `excess` shortest absences of one group as presence. */
function closeShortest(spans: readonly MembershipSpan[], excess: number): MembershipSpan[] {
  if (excess <= 0) return [...spans];
  const absences = spans.slice(1).map(({ from }, index) => ({ from, length: from - (spans[index]?.to ?? from) }));
  const shortest = absences.toSorted((a, b) => a.length - b.length).slice(0, excess);
  const closed = new Set(shortest.map(({ from }) => from));
  return joinSpans(
    spans.map(({ from, to }, index) => ({ from: closed.has(from) ? (spans[index - 1]?.from ?? from) : from, to })),
  );
}
