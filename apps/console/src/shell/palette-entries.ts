import type { CaseSubject, FoundCase } from '@wellhouse/protocol';
import type { RegisteredAction } from '../actions/registry.ts';
import type { Translator } from '../i18n/translator.ts';
import type { IconName } from '../ui/Icon.tsx';
import { shortGroup } from '../words/short-group.ts';

export interface PaletteEntry {
  id: string;
  title: string;
  note: string;
  icon: IconName | null;
  keys: string | undefined;
  disabled: boolean;
  /** What choosing it does. */
  does: { run: string } | { caseId: FoundCase['caseId'] } | { search: string };
}

/** Few enough to need no scrolling; typing brings up the rest, and `?` shows all. */
const mostActions = 7;
const mostCases = 6;
const mostRecent = 4;

/** A number or a reference names one thing: nothing else is offered before it is known whether it is there. */
export function namesOne(text: string): boolean {
  return /^(?:c-?)?\d+$|^(?:wh|d|a)-\S+$/i.test(text.trim());
}

export interface PaletteInput {
  text: string;
  actions: readonly RegisteredAction[];
  /** What the server found; null while it looks. */
  found: readonly FoundCase[] | null;
  maySearch: boolean;
  contains: (whole: string, part: string) => boolean;
  category: (item: FoundCase) => string;
  words: Pick<Translator, 't'>;
}

/** What the palette offers for a text, best first. */
export function paletteEntries(given: PaletteInput): PaletteEntry[] {
  const { found } = given;
  const text = given.text.trim();
  const actions = actionEntries(given, text);
  if (text === '') return [...actions, ...caseEntries(given, (found ?? []).slice(0, mostRecent), 'recent')];
  const sure = (found ?? []).filter(({ by }) => by !== 'subject');
  const named = caseEntries(given, sure, null);
  if (namesOne(text) && found === null) return [];
  const alike = (found ?? []).filter(({ by }) => by === 'subject');
  const accounts = accountEntries(given, alike);
  return [
    ...named,
    ...actions,
    ...caseEntries(given, alike.slice(0, mostCases), null),
    ...accounts,
    ...search(given, text),
  ];
}

function actionEntries({ actions, contains, words: { t } }: PaletteInput, text: string): PaletteEntry[] {
  return actions
    .filter(({ id }) => id !== 'view.palette' && id !== 'view.leaveField')
    .flatMap((action): PaletteEntry[] => {
      const available = action.when();
      if (available === false) return [];
      const group = t(`group.${action.group}`);
      const fits = contains(`${action.title} ${group}`, text);
      const note = available === true ? group : available.reason;
      const disabled = available !== true;
      const entry = { id: action.id, title: action.title, note, icon: null, keys: action.keys[0], disabled };
      return fits ? [{ ...entry, does: { run: action.id } }] : [];
    })
    .sort((a, b) => Number(a.disabled) - Number(b.disabled))
    .slice(0, mostActions);
}

function caseEntries(given: PaletteInput, cases: readonly FoundCase[], as: 'recent' | null): PaletteEntry[] {
  const { t } = given.words;
  return cases.map((item) => ({
    id: `case:${item.caseId}`,
    title: `${item.number} · ${given.category(item)}`,
    note: [nameOf(item.subject), t(`state.${item.state}`), ...(as === null ? [] : [t('palette.recent')])].join(' · '),
    icon: 'queue',
    keys: undefined,
    disabled: false,
    does: { caseId: item.caseId },
  }));
}

/** An account or group with more than one case leads to all of them. */
function accountEntries({ words: { t } }: PaletteInput, cases: readonly FoundCase[]): PaletteEntry[] {
  const bySubject = Map.groupBy(cases, ({ subject }) => JSON.stringify(subject));
  return [...bySubject].flatMap(([id, all]): PaletteEntry[] => {
    const [first] = all;
    if (first === undefined || all.length < 2) return [];
    const { subject } = first;
    const name = subject.kind === 'account' ? subject.accountId : subject.groupId;
    return [
      {
        id: `subject:${id}`,
        title: t('palette.about', { name: nameOf(subject) }),
        note: subject.hubId,
        icon: subject.kind === 'account' ? 'person' : 'group',
        keys: undefined,
        disabled: false,
        does: { search: name },
      },
    ];
  });
}

function search({ maySearch, words: { t } }: PaletteInput, text: string): PaletteEntry[] {
  if (!maySearch) return [];
  const title = t('palette.search', { text });
  return [
    {
      id: 'search',
      title,
      note: t('group.queue'),
      icon: 'search',
      keys: undefined,
      disabled: false,
      does: { search: text },
    },
  ];
}

/** In a sentence of any direction. */
function nameOf(subject: CaseSubject): string {
  return `\u2068${subject.kind === 'account' ? subject.accountId : shortGroup(subject.groupId)}\u2069`;
}
