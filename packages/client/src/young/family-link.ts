import { type AgeBand, isMinor } from './ages.ts';
import type { CoverSetting } from './cover-rules.ts';

/** What a guardian can set: the least that stays covered. `off`: it is the young person's own choice. */
export interface GuardianSettings {
  readonly covers: CoverSetting;
}

/**
 * Two people who both said yes. Each side sees exactly this and the other sees the same: there is no field for messages,
 * pictures, contacts, or anything a device noticed, and nothing here is ever sent by a device on its own.
 */
export interface FamilyLink {
  readonly linkId: string;
  readonly guardian: string;
  readonly young: string;
  /** `asked`: the young person has asked, and it changes nothing yet; without an answer it is gone after seven days. */
  readonly state: 'asked' | 'on' | 'ended';
  readonly settings: GuardianSettings;
  /** Milliseconds since the epoch: of the last change, whoever made it. */
  readonly changedAt: number;
}

export type FamilyChange =
  | { type: 'answer'; yes: boolean }
  | { type: 'set'; settings: GuardianSettings }
  | { type: 'end' }
  /** By the young person, at every age: they did not ask for this link, or not for what was set. */
  | { type: 'not-me' }
  /** One of the two has blocked the other. */
  | { type: 'block' };

export type FamilyRefusal =
  | 'not-in-link'
  /** Guardians are adults, and those they look after are not; nobody is their own. */
  | 'wrong-ages'
  /** The young person asks and the guardian answers. */
  | 'not-yours-to-answer'
  | 'only-guardian-sets'
  /** Under 13 a link is ended by the guardian, or by a block. */
  | 'guardian-ends'
  | 'only-young-disowns'
  | 'not-now';

export type FamilyOutcome = { ok: true; link: FamilyLink } | { ok: false; code: FamilyRefusal };

const week = 7 * 24 * 60 * 60_000;

/** Whether it counts, or waits for an answer that still can come. */
export function standsNow(link: FamilyLink, now: number): boolean {
  return link.state === 'on' || (link.state === 'asked' && now - link.changedAt < week);
}

/** For a week after a link came or changed the young person can say that it was not them, also after they were told of it. */
export function canDisown(link: FamilyLink, now: number): boolean {
  return link.state === 'on' && now - link.changedAt < week;
}

export interface FamilyAges {
  guardian: AgeBand;
  young: AgeBand;
}

/**
 * Only the young person asks, on their own device. The answer does not depend on how old the other one is: otherwise
 * anybody could find out by asking who is under 18.
 */
export function askFamily(
  link: Pick<FamilyLink, 'linkId' | 'guardian' | 'young'>,
  young: AgeBand,
  now: number,
): FamilyOutcome {
  if (link.guardian === link.young || !isMinor(young)) return { ok: false, code: 'wrong-ages' };
  return { ok: true, link: { ...link, state: 'asked', settings: { covers: 'off' }, changedAt: now } };
}

/** @param by the account that wants it, as the server authenticated it */
export function changeFamily(
  link: FamilyLink,
  change: FamilyChange,
  { by, ages, now }: { by: string; ages: FamilyAges; now: number },
): FamilyOutcome {
  if (by !== link.guardian && by !== link.young) return { ok: false, code: 'not-in-link' };
  const next = (changes: Partial<FamilyLink>): FamilyOutcome => ({
    ok: true,
    link: { ...link, ...changes, changedAt: now },
  });
  switch (change.type) {
    case 'answer':
      if (link.state !== 'asked' || !standsNow(link, now)) return { ok: false, code: 'not-now' };
      if (by === link.young) return { ok: false, code: 'not-yours-to-answer' };
      if (change.yes && (isMinor(ages.guardian) || !isMinor(ages.young))) return { ok: false, code: 'wrong-ages' };
      return next({ state: change.yes ? 'on' : 'ended' });
    case 'set':
      if (by !== link.guardian) return { ok: false, code: 'only-guardian-sets' };
      if (link.state !== 'on' || !isMinor(ages.young)) return { ok: false, code: 'not-now' };
      if (isMinor(ages.guardian)) return { ok: false, code: 'wrong-ages' };
      return next({ settings: { covers: change.settings.covers } });
    case 'end': {
      if (link.state === 'ended') return { ok: false, code: 'not-now' };
      const mayEnd = by === link.guardian || link.state === 'asked' || ages.young !== 'under-13';
      return mayEnd ? next({ state: 'ended' }) : { ok: false, code: 'guardian-ends' };
    }
    case 'not-me':
      if (by !== link.young) return { ok: false, code: 'only-young-disowns' };
      return canDisown(link, now) ? next({ state: 'ended' }) : { ok: false, code: 'not-now' };
    case 'block':
      return link.state === 'ended' ? { ok: false, code: 'not-now' } : next({ state: 'ended' });
    default:
      return change satisfies never;
  }
}

/** The least that stays covered because of these links. With the 18th birthday they all count no more. */
export function floorOf(links: readonly FamilyLink[], band: AgeBand): CoverSetting {
  if (!isMinor(band)) return 'off';
  const set = links.filter(({ state }) => state === 'on').map(({ settings }) => settings.covers);
  return set.includes('every') ? 'every' : set.includes('noticed') ? 'noticed' : 'off';
}

/** Links that the person on this device has to be told of: one that came, or that the guardian changed, since they last looked. */
export function linksToTell(
  links: readonly FamilyLink[],
  facts: { self: string; seen: Readonly<Record<string, number>> },
): readonly FamilyLink[] {
  return links.filter(
    ({ linkId, young, state, changedAt }) =>
      state === 'on' && young === facts.self && changedAt > (facts.seen[linkId] ?? Number.NEGATIVE_INFINITY),
  );
}

/** What stands on the page of a link on both sides, word for word the same. */
export const guardianSees = ['link', 'settings'] as const;
export const guardianNeverSees = ['messages', 'pictures', 'people', 'noticed', 'help', 'reports'] as const;
