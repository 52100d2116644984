import type { ClockKind } from '@wellhouse/protocol';
import { type LabelLocale, matchLocale } from '@wellhouse/taxonomy';

/** What a call says of one case. */
export interface SaidCase {
  readonly number: string;
  readonly priority: string;
  readonly clock: ClockKind;
  readonly law: string | null;
  readonly stage: string;
  /** ISO 8601. */
  readonly dueAt: string;
  readonly link: string;
}

interface Words {
  readonly clocks: Readonly<Record<ClockKind, string>>;
  readonly due: (time: string) => string;
  readonly now: string;
  readonly again: string;
  readonly over: string;
  readonly part: (percent: string) => string;
  /** Nobody who is on duty or at the console may take it. */
  readonly untaken: string;
  readonly more: (count: string) => string;
}

const words: Readonly<Record<LabelLocale, Words>> = {
  en: {
    clocks: { review: 'first look', decision: 'decision', law: 'legal deadline' },
    due: (time) => `due ${time}`,
    now: 'needs somebody now',
    again: 'still needs somebody',
    over: 'is overdue',
    part: (percent) => `${percent} of its time is over`,
    untaken: 'nobody who is there may take it',
    more: (count) => `Further cases: ${count}`,
  },
  de: {
    clocks: { review: 'erster Blick', decision: 'Entscheidung', law: 'gesetzliche Frist' },
    due: (time) => `fällig ${time}`,
    now: 'braucht jetzt jemanden',
    again: 'braucht weiter jemanden',
    over: 'ist überfällig',
    part: (percent) => `${percent} der Zeit sind vorbei`,
    untaken: 'niemand, der da ist, darf ihn übernehmen',
    more: (count) => `Weitere Fälle: ${count}`,
  },
  es: {
    clocks: { review: 'primera revisión', decision: 'decisión', law: 'plazo legal' },
    due: (time) => `vence el ${time}`,
    now: 'necesita a alguien ahora',
    again: 'sigue necesitando a alguien',
    over: 'está vencido',
    part: (percent) => `ha pasado el ${percent} de su tiempo`,
    untaken: 'nadie de quienes están puede tomarlo',
    more: (count) => `Otros casos: ${count}`,
  },
  ar: {
    clocks: { review: 'النظرة الأولى', decision: 'القرار', law: 'المهلة القانونية' },
    due: (time) => `المهلة حتى ${time}`,
    now: 'تحتاج إلى شخص الآن',
    again: 'ما زالت تحتاج إلى شخص',
    over: 'تجاوزت موعدها',
    part: (percent) => `انقضى ${percent} من وقتها`,
    untaken: 'لا أحد من الحاضرين يجوز له تولّيها',
    more: (count) => `حالات أخرى: ${count}`,
  },
};

/** A call in the words of whoever gets it. `locale`: BCP 47; English where there are no words of it. Times are in UTC. */
export function pageWords(
  { cases, more }: { readonly cases: readonly SaidCase[]; readonly more: number },
  locale: string,
): { readonly language: LabelLocale; readonly subject: string; readonly text: string } {
  const language = matchLocale(locale);
  const said = words[language];
  const number = new Intl.NumberFormat(language);
  const time = new Intl.DateTimeFormat(language, { dateStyle: 'medium', timeStyle: 'short', timeZone: 'UTC' });
  const lines = cases.map(({ clock, law, dueAt, stage, ...one }) => {
    const what = law === null ? said.clocks[clock] : `${said.clocks[clock]} (${law})`;
    return `${one.priority} ${one.number}: ${what}, ${said.due(`${time.format(new Date(dueAt))} UTC`)}, ${stageWords(said, language, stage)}\n${one.link}`;
  });
  if (more > 0) lines.push(said.more(number.format(more)));
  const [first] = cases;
  const others = cases.length - 1 + more;
  const subject =
    first === undefined
      ? '[Wellhouse]'
      : `[Wellhouse] ${first.priority} ${first.number} ${said.clocks[first.clock]} ${stageWords(said, language, first.stage)}`;
  return {
    language,
    subject: others > 0 ? `${subject} (+${number.format(others)})` : subject,
    text: `${lines.join('\n\n')}\n`,
  };
}

function stageWords(said: Words, language: LabelLocale, stage: string): string {
  if (stage === 'now') return said.now;
  if (stage === 'untaken') return said.untaken;
  if (stage.startsWith('again-')) return said.again;
  if (stage === '100%') return said.over;
  const share = Number.parseInt(stage, 10) / 100;
  return said.part(new Intl.NumberFormat(language, { style: 'percent' }).format(share));
}
