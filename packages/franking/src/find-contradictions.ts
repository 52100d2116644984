import { constantTimeEqual } from '#primitives';
import { toBase64Url } from './base64url.ts';
import { encodeHubStatement, type HubStatement } from './hub-statement.ts';
import type { VerifiedEvidence } from './verify-evidence.ts';

/**
 * Two statements of one hub of which at least one breaks its duties (docs/spec/franking.md §4.1). `first` and `second` are
 * indices into the list that was searched.
 *
 * - `sequence-reused`: one number of one group stands for two messages, or for one message under two contexts (duty 4).
 * - `time-reversed`: `second` has the higher sequence and the lower time (duty 5).
 */
export interface Contradiction {
  kind: 'sequence-reused' | 'time-reversed';
  first: number;
  second: number;
}

interface Entry {
  index: number;
  statement: HubStatement;
}

/**
 * Compares verified stamps with each other, over as many reports as the caller has: honest receivers of a hub that shows
 * each another history, or that invented a message, hold evidence that contradicts. Equal statements, one message reported
 * by several people or opened in several ways, do not. At most one pair per item and kind; `n log n` in the number of items.
 * @param items from {@link verifyEvidence} with `ok`; a stamp that was not verified proves nothing about the hub
 */
export function findContradictions(items: readonly Extract<VerifiedEvidence, { ok: true }>[]): Contradiction[] {
  const groups = new Map<string, Entry[]>();
  for (const [index, { stamp, tag }] of items.entries()) {
    const statement = { tag, context: stamp.context };
    const { hubId, groupId } = stamp.context;
    const name = `${toBase64Url(groupId)} ${hubId}`;
    const entries = groups.get(name);
    if (entries) entries.push({ index, statement });
    else groups.set(name, [{ index, statement }]);
  }
  return [...groups.values()].flatMap(inGroup);
}

function inGroup(entries: readonly Entry[]): Contradiction[] {
  const found: Contradiction[] = [];
  const sorted = entries.toSorted((a, b) => compare(a.statement.context.sequence, b.statement.context.sequence));
  /** The first item of the sequence at hand. */
  let holder: Entry | undefined;
  /** The latest item of all sequences before it. */
  let latest: Entry | undefined;
  for (const entry of sorted) {
    if (holder !== undefined && holder.statement.context.sequence === entry.statement.context.sequence) {
      if (!saysTheSame(holder.statement, entry.statement)) {
        found.push({ kind: 'sequence-reused', first: holder.index, second: entry.index });
      }
      continue;
    }
    if (holder !== undefined && isLater(holder, latest)) latest = holder;
    if (latest !== undefined && isLater(latest, entry)) {
      found.push({ kind: 'time-reversed', first: latest.index, second: entry.index });
    }
    holder = entry;
  }
  return found;
}

function saysTheSame(a: HubStatement, b: HubStatement): boolean {
  return constantTimeEqual(encodeHubStatement(a), encodeHubStatement(b));
}

function isLater(a: Entry, b: Entry | undefined): boolean {
  return b === undefined || a.statement.context.acceptedAt > b.statement.context.acceptedAt;
}

function compare(a: bigint, b: bigint): number {
  return a < b ? -1 : Number(a > b);
}
