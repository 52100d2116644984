import { CaseLimits, Permission } from '@wellhouse/protocol';
import type { MessageKey } from '../../i18n/messages.ts';
import type { Translator } from '../../i18n/translator.ts';
import { roleName } from '../../words/role-name.ts';
import { limitsWords } from '../team/limits-words.ts';

export interface DetailRow {
  readonly label: string;
  readonly value: string;
}

/** What names of this installation's own things are read from; an id that is not there is shown as it is. */
interface DetailNames {
  readonly roles: Readonly<Record<string, string>>;
  readonly policies: Readonly<Record<string, string>>;
}

type Say = (value: unknown, i18n: Translator, names: DetailNames) => string | null;

const text: Say = (value) => (typeof value === 'string' && value !== '' ? value : null);
const count: Say = (value, { number }) => (typeof value === 'number' ? number(value) : null);
const time: Say = (value, { dateTime }) =>
  typeof value === 'string' && !Number.isNaN(Date.parse(value)) ? dateTime(value) : null;
const truth: Say = (value, { t }) => (typeof value === 'boolean' ? t(value ? 'audit.yes' : 'audit.no') : null);
/** A code under one of these keys of the catalogue. */
const code =
  (...prefixes: readonly string[]): Say =>
  (value, { maybe }) => {
    if (typeof value !== 'string') return null;
    for (const prefix of prefixes) {
      const words = maybe(`${prefix}.${value}`);
      if (words !== null) return words;
    }
    return null;
  };
const all =
  (one: Say): Say =>
  (value, i18n, names) => {
    if (!Array.isArray(value)) return null;
    if (value.length === 0) return i18n.t('audit.nothing');
    const said = value.map((each) => one(each, i18n, names));
    return said.some((each) => each === null) ? null : i18n.list(said as string[]);
  };
const howMany: Say = (value, i18n, names) => count(Array.isArray(value) ? value.length : value, i18n, names);

const limits: Say = (value, i18n) => {
  const read = CaseLimits.safeParse(value);
  return read.success ? limitsWords(read.data, i18n) : null;
};
const permission: Say = (value, { t }) => {
  const read = Permission.safeParse(value);
  return read.success ? t(`permission.${read.data}`) : null;
};
const power: Say = (value, i18n, names) =>
  typeof value === 'object' && value !== null && 'permission' in value
    ? permission(value.permission, i18n, names)
    : null;

/** Every detail that has words, in the order in which they are read. Whatever is not here is told as it was written. */
const sayings: Readonly<Record<string, Say>> = {
  action: code('decision'),
  departed: code('decision'),
  policyId: (value, _, { policies }) => (typeof value === 'string' ? (policies[value] ?? value) : null),
  version: (value, i18n, names) => text(value, i18n, names) ?? count(value, i18n, names),
  outcome: code('hearing.outcome', 'quality.outcome'),
  milder: (value, i18n, names) =>
    typeof value === 'object' && value !== null && 'action' in value
      ? code('decision')(value.action, i18n, names)
      : code('decision')(value, i18n, names),
  answer: code('audit.answer'),
  state: code('audit.state'),
  kind: code('audit.kind', 'lists.change', 'lists.kind'),
  days: count,
  level: code('level'),
  pictures: count,
  purpose: code('reads.purpose'),
  claimed: truth,
  name: text,
  title: text,
  active: truth,
  roles: all((value, i18n, { roles }) => (typeof value === 'string' ? roleName(value, roles, i18n) : null)),
  permissions: all(permission),
  limits,
  gives: all(power),
  gained: all(permission),
  invited: truth,
  own: truth,
  alone: truth,
  way: code('audit.way'),
  by: code('audit.way'),
  wrong: count,
  ended: count,
  codes: count,
  characters: count,
  references: all(text),
  cases: count,
  of: code('misuse.of'),
  gravity: code('unfounded.gravity'),
  intention: code('unfounded.intention'),
  reportIds: howMany,
  law: text,
  authority: text,
  reference: text,
  receivedAt: time,
  from: time,
  to: time,
  effectiveFrom: time,
  ends: truth,
  format: code('numbers'),
  rows: count,
  share: count,
  goldenEvery: count,
  rules: howMany,
  added: howMany,
  changed: count,
  withdrawn: count,
  retired: howMany,
  published: howMany,
  builtIn: truth,
  reason: text,
  why: text,
};

/** Facts of one kind before and after a change. */
const isFacts = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/**
 * The details of an entry of the log as rows of words, and what of them has none (ids, plans, what a newer server writes).
 * `before` and `after` are told as the rows that differ, and wholly where only one of them is there.
 */
export function detailRows(
  details: Readonly<Record<string, unknown>>,
  i18n: Translator,
  names: DetailNames,
): { rows: readonly DetailRow[]; rest: Readonly<Record<string, unknown>> } {
  const said = new Map<string, DetailRow>();
  const rest: Record<string, unknown> = {};
  for (const [key, value] of Object.entries(details)) {
    if (value === null || key === 'before' || key === 'after') continue;
    const words = sayings[key]?.(value, i18n, names) ?? null;
    if (words === null) rest[key] = value;
    else said.set(key, { label: i18n.t(`audit.detail.${key}` as MessageKey), value: words });
  }
  const rows = Object.keys(sayings).flatMap((key) => said.get(key) ?? []);
  const { before = null, after = null } = details;
  const changes = changeRows(before, after, i18n, names);
  if (changes.unsaid) Object.assign(rest, before !== null && { before }, after !== null && { after });
  return { rows: [...changes.rows, ...rows], rest };
}

function changeRows(before: unknown, after: unknown, i18n: Translator, names: DetailNames) {
  const rows: DetailRow[] = [];
  let unsaid = false;
  const side = (value: unknown, key: string): string | null => {
    if (value === undefined || value === null) return null;
    return sayings[key]?.(value, i18n, names) ?? null;
  };
  if (Array.isArray(before) || Array.isArray(after)) {
    const [was, is] = [before, after].map((value) => all(text)(value, i18n, names));
    if (was === null || is === null) return { rows, unsaid: true };
    return { rows: [{ label: i18n.t('audit.detail.change'), value: `${was} → ${is}` }], unsaid };
  }
  const [was, is] = [isFacts(before) ? before : {}, isFacts(after) ? after : {}];
  for (const key of new Set([...Object.keys(was), ...Object.keys(is)])) {
    if (JSON.stringify(was[key]) === JSON.stringify(is[key])) continue;
    const [old, now] = [side(was[key], key), side(is[key], key)];
    if (old === null && now === null) {
      unsaid = true;
      continue;
    }
    const label = i18n.t(`audit.detail.${key}` as MessageKey);
    rows.push({ label, value: old === null ? (now ?? '') : now === null ? old : `${old} → ${now}` });
  }
  return { rows, unsaid };
}

/** For the test that each has words in every language. */
export const saidDetails: readonly string[] = [...Object.keys(sayings), 'change'];
