import type { RecontactSign, StoredPeople, StoredPerson } from '../storage/prompt-records.ts';
import { compareNames, isTellingName, lookOf } from './alike-names.ts';

/** What this device knows of an account from all groups. */
export interface KnownAccount {
  readonly accountId: string;
  /** Names under which it was seen, the handle among them. */
  readonly names: readonly string[];
  /** When this device saw it first. */
  readonly since: number;
}

export interface RecontactInput {
  /** `blockedAt` is a moment, as `since` is. */
  readonly blocked: KnownAccount & { readonly blockedAt: number };
  readonly newcomer: KnownAccount;
  /** Groups in which both are or were. */
  readonly shared: readonly { readonly blocked: StoredPerson; readonly newcomer: StoredPerson }[];
  /** The newcomer wrote what the blocked person had written, word for word. */
  readonly hasSameWords: boolean;
}

/** Each sign counts so much; two together are worth saying. */
const weights: Readonly<Record<RecontactSign, number>> = {
  'same-words': 2,
  'alike-name': 2,
  'same-name': 1,
  'took-place': 1,
};
const enough = 2;

/**
 * The signs that a newcomer may be a blocked person; none if they are not worth saying. Pure. Whoever this device had seen before the
 * block is somebody else, whatever they are called.
 */
export function recontactSigns({ blocked, newcomer, shared, hasSameWords }: RecontactInput): RecontactSign[] {
  if (newcomer.accountId === blocked.accountId || newcomer.since <= blocked.blockedAt) return [];
  const signs: RecontactSign[] = [];
  const name = nameSign(blocked.names, newcomer.names);
  if (name !== null) signs.push(name.sign);
  if (shared.some((group) => tookPlace(group.blocked, group.newcomer))) signs.push('took-place');
  if (hasSameWords) signs.push('same-words');
  const more = name?.isTelling ? 1 : 0;
  const weight = signs.reduce((sum, sign) => sum + weights[sign], more);
  // that somebody went and somebody came is how groups live
  return weight >= enough && signs.some((sign) => sign !== 'took-place') ? signs : [];
}

/** A name that takes a second look is made to; a name that is simply the same may be another person's. */
function nameSign(
  blocked: readonly string[],
  newcomer: readonly string[],
): { sign: 'same-name' | 'alike-name'; isTelling: boolean } | null {
  let found: ReturnType<typeof nameSign> = null;
  for (const one of blocked) {
    for (const other of newcomer) {
      const sign = compareNames(one, other);
      if (sign === null) continue;
      const isTelling = isTellingName(one);
      if (found === null || (isTelling && !found.isTelling) || sign === 'alike-name') found = { sign, isTelling };
    }
  }
  return found;
}

/** The blocked person had gone when the newcomer came. */
function tookPlace(blocked: StoredPerson, newcomer: StoredPerson): boolean {
  return blocked.goneAt !== null && newcomer.since >= blocked.goneAt;
}

/** Fewer letters are a greeting, which everybody writes. */
const fewestLettersOfWords = 24;

/** Whether two messages say the same in their first 200 characters, to the eye; short ones never. Pure. */
export function areSameWords(one: string, other: string): boolean {
  const look = lookOf(one);
  return look.length >= fewestLettersOfWords && look === lookOf(other);
}

/** At most so many people are remembered for one group; of those who left, the longest gone are forgotten first. */
export const mostPeople = 1_000;

/** Who is and was in a group, after it was seen with these members. Pure. */
export function seePeople(
  known: StoredPeople | undefined,
  seen: {
    groupId: string;
    members: readonly { accountId: string; name: string }[];
    now: number;
    isFirst: boolean;
    /** They keep the name that they had. */
    blocked: ReadonlySet<string>;
  },
): StoredPeople {
  const { groupId, members, now, isFirst, blocked } = seen;
  const names = new Map(members.map(({ accountId, name }) => [accountId, name]));
  const before = known?.people ?? [];
  const people = before.map((person): StoredPerson => {
    const name = names.get(person.accountId);
    if (name === undefined) return { ...person, goneAt: person.goneAt ?? now };
    return { ...person, ...(!blocked.has(person.accountId) && { name }), goneAt: null };
  });
  for (const [accountId, name] of names) {
    if (people.some((person) => person.accountId === accountId)) continue;
    people.push({ accountId, name, since: isFirst && !blocked.has(accountId) ? 0 : now, goneAt: null });
  }
  const here = people.filter(({ goneAt }) => goneAt === null);
  const gone = people.filter(({ goneAt }) => goneAt !== null).sort((a, b) => (b.goneAt ?? 0) - (a.goneAt ?? 0));
  return { groupId, people: [...here, ...gone].slice(0, mostPeople) };
}
