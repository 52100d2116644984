/**
 * The simulated team and what reaches it, all from one seed. Every number is an assumption, and stands here.
 *
 * Staff: eight by day (06 to 14), five by evening (14 to 22), two by night, three fifths of that at weekends; nine tenths of a shift
 * is work. A case takes a lognormal time around its kind's mean: P0 20 minutes, P1 14, P2 8, P3 4; what turns out to be false takes half.
 *
 * Ordinary reports: `ordinaryPerDay` cases a day, doubled in the evening and halved at night, each with one to four
 * reporters; who comes after the decision is answered by it. Seven in ten are proven, one in ten names a message without its words, two in ten prove nothing. Half of the reporters
 * have never reported. An account is right as often as it is honest: 0.35 to 0.95. Levels do not depend on the truth.
 *
 * The measured week (day 14 to 21) has, beside this, `brigades` (thousands of new accounts against one person, half of the time with "danger
 * right now", without proof), `dangerFloods` (new accounts say "danger right now" of 150 people each; one in ten brings a proven
 * message, which is harmless) and a spam flood (900 senders, true). Two weeks before warm records and backlog up; two weeks
 * follow, so that every case of the week is seen or late.
 */
import { findLeaf } from '@wellhouse/taxonomy';
import { type Chance, createChance } from '../pictures/chance.ts';

const day = 1_440;
export const weekFrom = 14 * day;
export const weekTo = 21 * day;
export const worldEnd = 35 * day;

export interface Arrival {
  /** Minutes since the world began. */
  readonly at: number;
  readonly subject: number;
  readonly category: string;
  readonly level: 'VERIFIED' | 'ATTESTED' | 'ASSERTED';
  readonly reporter: string;
  readonly dangerNow: boolean;
  /** What a decision finds. */
  readonly genuine: boolean;
  readonly source: 'ordinary' | 'brigade' | 'danger-flood' | 'spam-flood';
}

/** Cases a day by kind: what a team of this size can just do. */
const ordinaryPerDay: Readonly<Record<string, number>> = {
  'threat.life': 4,
  'self.suicide': 5,
  'child.sextortion': 3,
  'child.grooming': 22,
  'child.csam_new': 14,
  'adult.ncii': 20,
  'terror.content': 8,
  'harass.bully': 120,
  'hate.speech': 100,
  'privacy.dox': 30,
  'harass.stalk': 30,
  'spam.bulk': 410,
  'fraud.scam': 220,
  'fraud.phish': 90,
  other: 60,
};

const minutesOf: Readonly<Record<string, number>> = { P0: 20, P1: 14, P2: 8, P3: 4 };
const brigades = [
  { from: 14.8, hours: 5, accounts: 5_000, category: 'harass.bully', danger: false },
  { from: 16.4, hours: 3, accounts: 5_000, category: 'threat.life', danger: true },
  { from: 19.7, hours: 6, accounts: 3_000, category: 'child.grooming', danger: true },
];
const dangerFloods = [
  { from: 15.7, hours: 2, people: 150 },
  { from: 18.6, hours: 3, people: 150 },
];
const spamFlood = { from: 17.3, hours: 8, senders: 900 };

export function createArrivals(seed: number): Arrival[] {
  const chance = createChance(seed);
  const honesty = Array.from({ length: 4_000 }, () => chance.between(0.35, 0.95));
  const arrivals: Arrival[] = [];
  let subjects = 0;
  let strangers = 0;
  const newAccount = () => `new-${++strangers}`;
  for (const [category, perDay] of Object.entries(ordinaryPerDay)) {
    for (let at = 0; ; ) {
      at += -Math.log(1 - chance.next()) / ((perDay / day) * 2);
      if (at >= worldEnd) break;
      if (chance.next() > rhythm(at) / 2) continue;
      const subject = ++subjects;
      const known = chance.next() < 0.5 ? Math.floor(chance.next() ** 2 * honesty.length) : null;
      const genuine = chance.next() < (known === null ? 0.6 : (honesty[known] ?? 0.6));
      const level = levelOf(chance);
      const reporters = 1 + Math.floor(chance.next() ** 3 * 4);
      const urgent = findLeaf(category)?.clock.priority === 'P0';
      for (let n = 0; n < reporters; n++) {
        const reporter = n === 0 && known !== null ? `known-${known}` : newAccount();
        const dangerNow = urgent && chance.next() < 0.5;
        const later = n === 0 ? 0 : chance.between(0, 600);
        arrivals.push({ at: at + later, subject, category, level, reporter, dangerNow, genuine, source: 'ordinary' });
      }
    }
  }
  for (const { from, hours, accounts, category, danger } of brigades) {
    const subject = ++subjects;
    for (let n = 0; n < accounts; n++) {
      const at = from * day + chance.between(0, hours * 60);
      const dangerNow = danger && chance.next() < 0.5;
      const one = { subject, category, level: 'ASSERTED' as const, reporter: newAccount(), genuine: false };
      arrivals.push({ ...one, at, dangerNow, source: 'brigade' });
    }
  }
  for (const { from, hours, people } of dangerFloods) {
    for (let n = 0; n < people; n++) {
      const at = from * day + chance.between(0, hours * 60);
      const level = chance.next() < 0.1 ? 'VERIFIED' : 'ASSERTED';
      const one = {
        subject: ++subjects,
        category: 'threat.life',
        level,
        reporter: newAccount(),
        genuine: false,
      } as const;
      arrivals.push({ ...one, at, dangerNow: true, source: 'danger-flood' });
    }
  }
  for (let n = 0; n < spamFlood.senders; n++) {
    const subject = ++subjects;
    for (let voice = 1 + Math.floor(chance.next() * 5); voice > 0; voice--) {
      const at = spamFlood.from * day + chance.between(0, spamFlood.hours * 60);
      const one = { subject, category: 'spam.bulk', level: levelOf(chance), reporter: newAccount(), genuine: true };
      arrivals.push({ ...one, at, dangerNow: false, source: 'spam-flood' });
    }
  }
  return arrivals.sort((a, b) => a.at - b.at);
}

function levelOf(chance: Chance): Arrival['level'] {
  const drawn = chance.next();
  return drawn < 0.7 ? 'VERIFIED' : drawn < 0.8 ? 'ATTESTED' : 'ASSERTED';
}

/** Mean 1 over a day; twice as much in the evening as by day, half of it at night. */
function rhythm(at: number): number {
  const hour = (at % day) / 60;
  if (hour < 6) return 0.45;
  if (hour < 14) return 0.9;
  return hour < 22 ? 1.7 : 0.8;
}

/** Reviewers at work. The world begins on a Monday. */
export function staffAt(at: number): number {
  const hour = (at % day) / 60;
  const full = hour >= 6 && hour < 14 ? 8 : hour >= 14 && hour < 22 ? 5 : 2;
  return Math.floor(at / day) % 7 >= 5 ? Math.max(1, Math.round(full * 0.6)) : full;
}

/** Minutes that a case takes; drawn from the case, so that it takes the same under every order. */
export function handlingOf(seed: number, caseKey: number, category: string, genuine: boolean): number {
  const chance = createChance(seed * 1_000_003 + caseKey);
  const mean = minutesOf[findLeaf(category)?.clock.priority ?? 'P3'] ?? 4;
  // Nine tenths of a shift is work.
  return (mean * (genuine ? 1 : 0.5) * Math.exp(0.5 * chance.normal() - 0.125)) / 0.9;
}
