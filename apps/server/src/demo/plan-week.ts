import statements from './demo-statements.json' with { type: 'json' };
import messages from './demo-texts.json' with { type: 'json' };
import { type Seeded, seeded } from './seeded.ts';

export type DemoLocale = 'en' | 'de' | 'es' | 'ar';

/** One report of the demonstration, before it is stamped, sealed and handed in. */
export interface PlannedReport {
  readonly at: Date;
  readonly reporter: string;
  /** The account that is reported. */
  readonly subject: string;
  /** Name of the group in which the message was sent. */
  readonly group: string;
  readonly category: string;
  readonly locale: DemoLocale;
  readonly country: string;
  /** The reported message; null where the report is words of the reporter alone. */
  readonly text: string | null;
  readonly statement: string | null;
  /** The message can be proven; otherwise the reporter wrote it down. */
  readonly stamped: boolean;
  readonly danger: 'now' | 'no' | 'unsure' | 'not-asked';
  readonly about: 'me' | 'someone-else' | 'a-child' | 'not-asked';
  readonly audience: 'adult' | 'child';
  readonly wantsNotices: boolean;
}

export interface WeekPlan {
  readonly reports: readonly PlannedReport[];
  /** Different accounts and kinds: so many cases come of it. */
  readonly cases: number;
}

/** How often each kind is reported, of a thousand cases: much spam and fraud, and little that is grave. */
const kinds = {
  'spam.bulk': 330,
  'fraud.scam': 220,
  'fraud.phish': 110,
  'harass.bully': 95,
  'fraud.impersonation': 45,
  'hate.speech': 40,
  'account.underage': 25,
  'harass.stalk': 20,
  'privacy.dox': 18,
  'goods.drugs_weapons': 18,
  'adult.cyberflash': 15,
  'adult.ncii': 12,
  other: 12,
  'child.grooming': 9,
  'adult.sextortion': 8,
  'self.harm': 7,
  'threat.violence': 6,
  'self.suicide': 4,
  'threat.life': 3,
  'child.sextortion': 2,
  'terror.content': 1,
} as const;
type Kind = keyof typeof kinds;

const locales: Readonly<Record<DemoLocale, number>> = { en: 50, de: 20, es: 20, ar: 10 };
const countries: Readonly<Record<DemoLocale, readonly string[]>> = {
  en: ['GB', 'US', 'IE', 'CA'],
  de: ['DE', 'AT', 'CH'],
  es: ['ES', 'MX', 'AR'],
  ar: ['EG', 'MA', 'JO'],
};
const names = ['Sam', 'Noor', 'Lea', 'Mika', 'Dana', 'Tariq', 'Ines', 'Jonas', 'Aya', 'Pau', 'Robin', 'Selin'];
const shops = ['BrightCoins', 'LuckyCart', 'NordStar Deals', 'QuickRent', 'Golden Palm', 'CloudSavings'];

const hourMs = 3_600_000;

/** When people report: little at night, most in the evening. Weights of the hours of a day, of UTC. */
const byHour = [3, 2, 1, 1, 1, 2, 4, 6, 7, 7, 7, 8, 9, 8, 8, 9, 11, 13, 14, 15, 14, 11, 8, 5];

/**
 * The reports of some days that end now, the same for the same seed. Most accounts are reported once or twice; one in two
 * hundred is reported by a crowd, and one scam goes round in many accounts with small changes.
 */
export function planWeek(options: { seed: number; cases: number; days: number; end: Date }): WeekPlan {
  const random = seeded(options.seed);
  const reports: PlannedReport[] = [];
  for (let number = 0; number < options.cases; number++) {
    const first = momentOf(random, options);
    const kind = random.weighted(kinds);
    const planned = planCase(random, kind, number);
    const many = voicesOf(random);
    for (let voice = 0; voice < many; voice++) {
      const later = voice === 0 ? 0 : random.next() * 6 * hourMs;
      const at = new Date(Math.min(first.getTime() + later, options.end.getTime() - 1_000));
      reports.push({ ...planned, at, reporter: reporterOf(random, voice > 3) });
    }
  }
  reports.sort((a, b) => a.at.getTime() - b.at.getTime());
  return { reports, cases: options.cases };
}

/**
 * What is urgent when somebody comes to look around, the same for the same seed: a grave case whose first look is due in some minutes,
 * and one in which there is danger right now and whose clock has just begun to run. Each proven, by somebody with no record.
 */
export function planArrival(options: { seed: number; end: Date }): PlannedReport[] {
  const random = seeded(options.seed + 2);
  const urgent = (kind: Kind, number: number, secondsAgo: number, danger: 'now' | 'no'): PlannedReport => ({
    ...planCase(random, kind, number),
    ...{ subject: `arrival-${number}@demo.wellhouse`, reporter: `neighbour-${number}@demo.wellhouse` },
    ...{ at: new Date(options.end.getTime() - secondsAgo * 1_000), stamped: true, danger },
  });
  return [urgent('child.grooming', 1, 48 * 60, 'no'), urgent('threat.violence', 2, 20, 'now')];
}

function momentOf(random: Seeded, { days, end }: { days: number; end: Date }): Date {
  const day = random.below(days);
  const weights = Object.fromEntries(byHour.map((weight, hour) => [String(hour), weight]));
  const hour = Number(random.weighted(weights));
  const midnight = Math.floor(end.getTime() / (24 * hourMs)) * 24 * hourMs;
  const at = midnight - day * 24 * hourMs + hour * hourMs + random.below(hourMs);
  // An hour of today that has not come yet was yesterday's.
  return new Date(at < end.getTime() ? at : at - 24 * hourMs);
}

function voicesOf(random: Seeded): number {
  const chance = random.next();
  if (chance < 0.005) return 20 + random.below(40);
  if (chance < 0.07) return 3 + random.below(5);
  return chance < 0.25 ? 2 : 1;
}

/** A thousand people report in a week, a few of them often; a crowd is made of fresh accounts. */
function reporterOf(random: Seeded, crowd: boolean): string {
  if (crowd) return `fresh-${random.below(100_000)}@demo.wellhouse`;
  const often = random.next() < 0.2;
  return `${often ? 'regular' : 'person'}-${random.below(often ? 40 : 1_000)}@demo.wellhouse`;
}

function planCase(random: Seeded, kind: Kind, number: number): Omit<PlannedReport, 'at' | 'reporter'> {
  const locale = random.weighted(locales);
  const text = textOf(random, kind, locale);
  const child = kind.startsWith('child.');
  const grave = child || kind.startsWith('threat.') || kind === 'self.suicide';
  return {
    subject: `account-${number}@demo.wellhouse`,
    group: `group ${number % 97}`,
    category: kind,
    locale,
    country: random.pick(countries[locale]),
    text,
    statement: statementOf(kind, locale),
    stamped: text !== null && random.next() < 0.85,
    danger: grave ? random.weighted({ now: 25, no: 45, unsure: 30 }) : 'not-asked',
    about: child ? random.weighted({ me: 50, 'a-child': 50 }) : random.weighted({ me: 70, 'someone-else': 30 }),
    audience: child || random.next() < 0.1 ? 'child' : 'adult',
    wantsNotices: random.next() < 0.9,
  };
}

function textOf(random: Seeded, kind: Kind, locale: DemoLocale): string | null {
  const byLocale: Partial<Record<string, Record<DemoLocale, string[]>>> = messages;
  const templates = byLocale[kind]?.[locale];
  if (templates === undefined) return null;
  return random
    .pick(templates)
    .replaceAll('{name}', random.pick(names))
    .replaceAll('{shop}', random.pick(shops))
    .replaceAll('{amount}', String(10 + random.below(90) * 5))
    .replaceAll('{link}', `https://example.org/${random.pick(['a', 'b', 'c', 'd'])}${random.below(900)}`);
}

function statementOf(kind: Kind, locale: DemoLocale): string | null {
  const byKind: Partial<Record<string, Record<DemoLocale, string>>> = statements;
  return byKind[kind]?.[locale] ?? null;
}
