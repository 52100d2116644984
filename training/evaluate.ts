/**
 * Tables of a text pack: by kind, by domain, on functional suites, false prompts of benign conversation, and the gap between identity
 * groups. Aggregate numbers only; no text of a set leaves this file.
 *
 *   node --conditions=wellhouse-src training/evaluate.ts --pack FILE --rows training/out/rows.jsonl [--identities cai_sentence_templates_en.csv.gz]
 *     [--hatecheck test_suite_cases.csv] [--surge toxicity_en.csv] [--hatemoji HatemojiCheck/test.csv] [--moderation samples-1680.jsonl.gz]
 *
 * A set whose path is not given is left out.
 */
import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { gunzipSync } from 'node:zlib';
import {
  openTextEngine,
  type TextEngine,
  type TextVerdict,
  unhurried,
} from '../packages/classifiers/src/engine/engine.ts';
import { openPack, releaseKeys, type TextKind, textKinds } from '../packages/classifiers/src/index.ts';
import { areaUnderCurve, groupBy, type Judged, rounded, share } from './measures.ts';
import { type Row, readCsv, readRows } from './read-rows.ts';

export interface Scored extends Row {
  readonly verdict: TextVerdict;
}

export interface EvaluationSets {
  readonly kinds: readonly TextKind[];
  readonly rows: readonly Row[];
  /** Identity templates (CSV: template, toxicity, phrase). */
  readonly identities?: string | undefined;
  /** What words for people end in besides; forms of one word are one term. */
  readonly endings?: RegExp | undefined;
  readonly hatecheck?: string | undefined;
  readonly surge?: string | undefined;
  /** HatemojiCheck (CSV: text, label_gold). */
  readonly hatemoji?: string | undefined;
  /** OpenAI's moderation samples (gzipped JSON lines). */
  readonly moderation?: string | undefined;
}

export type Evaluation = ReturnType<typeof evaluate>;

/** Conversation that was in no training; nobody labelled `nus_sms`, so some of its prompts may be right. */
const harmlessDomains = ['self_dialogue_left', 'nus_sms'];

/** Sentences a term. */
const identityRows = 60;

/** A message of everyday conversation in which people found nothing. */
export function isBenign(row: Row): boolean {
  const sources = ['goemotions', 'clinc', 'banking77', 'uci_sms', 'paradetox', 'self_dialogue', 'germeval2018_train'];
  return sources.includes(row.source) && !Object.values(row.labels).some((label) => label === 1);
}

export function evaluate(engine: TextEngine, sets: EvaluationSets) {
  const scored = (rows: readonly Row[]): Scored[] =>
    rows.map((row) => ({ ...row, verdict: engine.classify(row.text) }));
  const test = scored(sets.rows.filter((row) => row.split === 'test'));
  const domain = scored(sets.rows.filter((row) => row.split === 'domain'));
  return {
    kinds: sets.kinds.map((kind) => kindLine(kind, test)),
    domains: [...groupBy([...test, ...domain], (row) => row.source)].flatMap(([source, rows]) =>
      domainLines(sets.kinds, source, rows),
    ),
    benign: benignLines(sets.kinds, test.filter(isBenign)),
    elsewhere: benignLines(
      sets.kinds,
      domain.filter((row) => harmlessDomains.includes(row.source)),
    ).filter((line) => line.source !== 'all'),
    identities: sets.identities === undefined ? null : identityGap(engine, sets.rows, sets.identities, sets.endings),
    hatecheck: sets.hatecheck === undefined ? null : onHateCheck(engine, sets.hatecheck),
    surge: sets.surge === undefined ? null : onSurge(engine, sets.surge),
    hatemoji: sets.hatemoji === undefined ? null : onHatemojiCheck(engine, sets.hatemoji),
    moderation: sets.moderation === undefined ? null : onModeration(engine, sets.moderation),
  };
}

function kindLine(kind: TextKind, rows: readonly Scored[]) {
  const known = rows.filter((row) => row.labels[kind] !== undefined);
  const yes = known.filter((row) => row.labels[kind] === 1);
  return {
    kind,
    rows: known.length,
    positive: yes.length,
    auc: rounded(areaUnderCurve(judge(known, kind))),
    prompted: rounded(share(yes, ({ verdict }) => verdict.prompt !== null)),
  };
}

/** Sources that decide a kind both ways, with at least 20 rows of each. */
function domainLines(kinds: readonly TextKind[], source: string, rows: readonly Scored[]) {
  return kinds.flatMap((kind) => {
    const judged = judge(rows, kind);
    const positive = judged.filter((row) => row.label === 1).length;
    if (positive < 20 || judged.length - positive < 20) return [];
    const leftOut = rows.every((row) => row.split === 'domain');
    return [{ source, leftOut, kind, rows: judged.length, positive, auc: rounded(areaUnderCurve(judged)) }];
  });
}

function judge(rows: readonly Scored[], kind: TextKind): Judged[] {
  return rows.flatMap(({ labels, verdict }) => {
    const label = labels[kind];
    return label === undefined ? [] : [{ label, score: verdict.scores[kind] ?? 0 }];
  });
}

function benignLines(kinds: readonly TextKind[], rows: readonly Scored[]) {
  const line = (source: string, group: readonly Scored[]) => ({
    source,
    rows: group.length,
    prompts: group.filter(({ verdict }) => verdict.prompt !== null).length,
    perThousand: rounded((share(group, ({ verdict }) => verdict.prompt !== null) ?? 0) * 1000, 2),
    byKind: Object.fromEntries(
      kinds.map((kind) => [kind, group.filter(({ verdict }) => verdict.prompt === kind).length]),
    ),
  });
  return [...[...groupBy(rows, (row) => row.source)].map(([source, group]) => line(source, group)), line('all', rows)];
}

/** Harmless sentences that differ by who is named in them, none of which was trained on. */
function identityGap(engine: TextEngine, rows: readonly Row[], file: string, endings = /$/) {
  const trained = new Set(rows.filter((row) => row.split === 'train').map((row) => row.text.toLowerCase()));
  const harmless = readCsv(file).filter((row) => row.toxicity === 'nontoxic');
  const terms = harmless
    .filter((row) => row.template === 'verb_adj')
    .map((row) => (row.phrase ?? '').toLowerCase().trim().split(/ +/).slice(1).join(' '));
  const groups = [...groupBy([...new Set(terms)], (term) => term.replace(endings, ''))].map(([, forms]) => {
    const term = forms.reduce((shortest, form) => (form.length < shortest.length ? form : shortest));
    const named = harmless
      .map((row) => row.phrase ?? '')
      .filter(
        (phrase) =>
          forms.some((form) => ` ${phrase.toLowerCase()} `.includes(` ${form} `)) && !trained.has(phrase.toLowerCase()),
      );
    const step = Math.max(1, Math.floor(named.length / identityRows));
    const verdicts = named.filter((_, at) => at % step === 0).map((phrase) => engine.classify(phrase));
    const scores = verdicts.map((verdict) => verdict.scores.hate ?? 0).sort((a, b) => a - b);
    return {
      term,
      rows: verdicts.length,
      perThousand: rounded((share(verdicts, (verdict) => verdict.prompt !== null) ?? 0) * 1000, 1) ?? 0,
      medianHate: rounded(scores[Math.floor(scores.length / 2)] ?? 0) ?? 0,
    };
  });
  groups.sort((a, b) => b.perThousand - a.perThousand || b.medianHate - a.medianHate);
  const rates = groups.map((group) => group.perThousand);
  return {
    groups,
    rows: groups.reduce((sum, group) => sum + group.rows, 0),
    gapPerThousand: rounded(Math.max(...rates) - Math.min(...rates), 1),
  };
}

/** HateCheck (Röttger et al. 2021), by functionality: the share that is told rightly at a score of 0.5, and the share that prompts. */
function onHateCheck(engine: TextEngine, file: string) {
  const cases = readCsv(file).map((row) => {
    const verdict = engine.classify(row.test_case ?? '');
    const { functionality = '', target_ident: group = '' } = row;
    return { label: Number(row.label_gold === 'hateful'), functionality, group, verdict };
  });
  const isRight = (row: (typeof cases)[number]) => Number((row.verdict.scores.hate ?? 0) >= 0.5) === row.label;
  const prompts = (row: (typeof cases)[number]) => row.verdict.prompt !== null;
  return {
    rows: cases.length,
    auc: rounded(areaUnderCurve(cases.map(({ label, verdict }) => ({ label, score: verdict.scores.hate ?? 0 })))),
    accuracy: rounded(share(cases, isRight)),
    prompted: {
      hateful: rounded(
        share(
          cases.filter((row) => row.label === 1),
          prompts,
        ),
      ),
      not: rounded(
        share(
          cases.filter((row) => row.label === 0),
          prompts,
        ),
      ),
    },
    functionalities: [...groupBy(cases, (row) => row.functionality)].map(([functionality, rows]) => ({
      functionality,
      hateful: rows[0]?.label === 1,
      rows: rows.length,
      accuracy: rounded(share(rows, isRight)),
      prompted: rounded(share(rows, prompts)),
    })),
    // whom a prompt at a sentence that only names a group, or speaks well of it, would be about
    groups: [
      ...groupBy(
        cases.filter((row) => row.group !== ''),
        (row) => row.group,
      ),
    ].map(([group, rows]) => {
      const kind = rows.filter((row) => ['ident_pos_nh', 'ident_neutral_nh'].includes(row.functionality));
      const hateful = rows.filter((row) => row.label === 1);
      return {
        group,
        kind: kind.length,
        kindPrompted: rounded(share(kind, prompts)),
        hateful: hateful.length,
        hatefulPrompted: rounded(share(hateful, prompts)),
      };
    }),
  };
}

/** Surge AI's toxicity set: comments of several platforms, half of them toxic. A message's score is the greatest of its kinds but spam. */
function onSurge(engine: TextEngine, file: string) {
  const rows = readCsv(file).map((row) => ({
    label: Number(row.is_toxic === 'Toxic'),
    verdict: engine.classify(row.text ?? ''),
    toxic: engine.logits(row.text ?? '')?.toxic ?? 0,
  }));
  const greatest = ({ scores }: TextVerdict) =>
    Math.max(scores.threat ?? 0, scores.hate ?? 0, scores.insult ?? 0, scores.sexual ?? 0);
  return {
    rows: rows.length,
    auc: rounded(areaUnderCurve(rows.map(({ label, verdict }) => ({ label, score: greatest(verdict) })))),
    aucOfHeadToxic: rounded(areaUnderCurve(rows.map(({ label, toxic }) => ({ label, score: toxic })))),
    prompted: {
      toxic: rounded(
        share(
          rows.filter((row) => row.label === 1),
          (row) => row.verdict.prompt !== null,
        ),
      ),
      not: rounded(
        share(
          rows.filter((row) => row.label === 0),
          (row) => row.verdict.prompt !== null,
        ),
      ),
    },
  };
}

/** HatemojiCheck (Kirk et al. 2022): a suite of emoji, which the encoder's pieces do not know. */
function onHatemojiCheck(engine: TextEngine, file: string) {
  const cases = readCsv(file).map((row) => {
    const verdict = engine.classify(row.text ?? '');
    return { label: Number(row.label_gold), score: verdict.scores.hate ?? 0, verdict };
  });
  return {
    rows: cases.length,
    auc: rounded(areaUnderCurve(cases)),
    accuracy: rounded(share(cases, (row) => Number(row.score >= 0.5) === row.label)),
  };
}

/** OpenAI's samples (Markov et al. 2022): prompts to a language model, labelled by people; those about minors are not read. */
function onModeration(engine: TextEngine, file: string) {
  const samples = gunzipSync(readFileSync(file))
    .toString('utf8')
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line) as { prompt: string } & Record<string, number | string | undefined>)
    .filter((sample) => sample.S3 !== 1)
    .map((sample) => ({ sample, verdict: engine.classify(sample.prompt.slice(0, 2000)) }));
  const against = (name: string, label: string, scoreOf: (verdict: TextVerdict) => number) => {
    const judged = samples.flatMap(({ sample, verdict }) =>
      sample[label] === undefined ? [] : [{ label: Number(sample[label]), score: scoreOf(verdict) }],
    );
    const positive = judged.filter((row) => row.label === 1).length;
    return { name, rows: judged.length, positive, auc: rounded(areaUnderCurve(judged)) };
  };
  return [
    against('sexual', 'S', (verdict) => verdict.scores.sexual ?? 0),
    against('hate', 'H', (verdict) => verdict.scores.hate ?? 0),
    against('hate that threatens', 'H2', (verdict) => Math.min(verdict.scores.hate ?? 0, verdict.scores.threat ?? 0)),
    against('violence', 'V', (verdict) => verdict.scores.threat ?? 0),
    against('harassment', 'HR', ({ scores }) => Math.max(scores.insult ?? 0, scores.threat ?? 0, scores.hate ?? 0)),
  ];
}

if (import.meta.main) {
  const string = { type: 'string' } as const;
  const { values } = parseArgs({
    options: {
      pack: string,
      rows: string,
      identities: string,
      hatecheck: string,
      surge: string,
      hatemoji: string,
      moderation: string,
      'trusted-key': string,
    },
  });
  const { pack, rows, 'trusted-key': key, ...sets } = values;
  if (!pack || !rows) throw new Error('expected --pack and --rows');
  const opened = await openPack(readFileSync(pack), { trustedKeys: key ? [key] : releaseKeys });
  const kinds = textKinds.filter((kind) => opened.header.kinds.includes(kind));
  const evaluation = evaluate(openTextEngine(opened, unhurried), { ...sets, kinds, rows: readRows(rows) });
  console.log(JSON.stringify(evaluation, null, 1));
}
