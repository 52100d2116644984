/**
 * The page of docs/ about a pack, from what is in the pack alone.
 *
 *   node --conditions=wellhouse-src training/write-card-page.ts packages/classifiers/packs/en-3.whpack docs/classifier-card-en.md
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { openPack, type PackHeader, releaseKeys } from '../packages/classifiers/src/index.ts';
import type { Evaluation } from './evaluate.ts';

type Cell = string | number | null;

interface Card {
  readonly warning?: string;
  readonly made: { readonly unseen?: string };
  readonly misses: readonly string[];
  readonly mayWrong: readonly string[];
  /** The first packs were measured on less. */
  readonly evaluation: Omit<Evaluation, 'elsewhere' | 'hatemoji' | 'moderation'> &
    Partial<Pick<Evaluation, 'elsewhere' | 'hatemoji' | 'moderation'>>;
}

export function writeCardPage(header: Omit<PackHeader, 'sections'>, bytes: number): string {
  const { warning, made, misses, mayWrong, evaluation } = header.card as unknown as Card;
  const { kinds, domains, benign, elsewhere = [], identities, hatecheck, surge, hatemoji, moderation } = evaluation;
  const all = benign.at(-1);
  const sections = [
    `# The text pack \`${header.id}\`, version ${header.version}\n`,
    warning && `**${warning}**\n`,
    `Written by \`training/build-pack.ts\` from the pack itself (${(bytes / 1e6).toFixed(2)} MB, released ${header.released}). All figures are those ` +
      'of the quantised model in the engine that ships. What it is for, how a score is meant and how it was made stands in the pack’s `card`; ' +
      'why this model, in [ADR 0116](adr/0116-an-encoder-and-runs-of-letters.md) and ' +
      `${why(header.language)}.\n`,
    'Nothing happens by itself: a prompt is a question to the person who received the message, on their device, and no one else learns of it. ' +
      'A model that is wrong as often as this one must not do more.\n',
    '## By kind, on held-out rows of the sources\n',
    'In-domain figures flatter: the sources label their own way, and the model has learned it. “Prompted” is the share of such messages at ' +
      'which the device would speak up, for whatever kind.\n',
    table(
      ['kind', 'rows', 'of the kind', 'AUC', 'prompted'],
      kinds.map(({ kind, rows, positive, auc, prompted }) =>
        kind === 'sextortion'
          ? [kind, rows, positive, 'none claimed', 'none claimed']
          : [kind, rows, positive, auc, percent(prompted)],
      ),
    ),
    '## By domain\n',
    'Sources that decide a kind both ways. A source marked * was in no training.\n',
    table(
      ['source', 'kind', 'rows', 'of the kind', 'AUC'],
      domains
        .filter((line) => line.kind !== 'sextortion')
        .map((line) => [line.source + (line.leftOut ? ' *' : ''), line.kind, line.rows, line.positive, line.auc]),
    ),
    '## False prompts in benign conversation\n',
    `Held-out messages in which people found nothing: ${all?.perThousand} in 1,000, all kinds together (promise: at most 5).\n`,
    table(
      ['source', 'messages', 'prompts', 'in 1,000'],
      benign.map((line) => [line.source, line.rows, line.prompts, line.perThousand]),
    ),
    elsewhere.length > 0 &&
      'Conversation that was in no training. Nobody labelled `nus_sms`, real messages of students, so some of its prompts may be right.\n',
    elsewhere.length > 0 &&
      table(
        ['source', 'messages', 'prompts', 'in 1,000'],
        elsewhere.map((line) => [line.source, line.rows, line.prompts, line.perThousand]),
      ),
    made.unseen && `## What was never trained on\n\n${made.unseen}\n`,
    surge && `## Another domain: Surge AI’s toxicity set\n`,
    surge &&
      `${surge.rows} comments of several platforms, in no training. AUC ${surge.auc} for the greatest score but spam, ${surge.aucOfHeadToxic} for the ` +
        `auxiliary head \`toxic\`. Prompted: ${percent(surge.prompted.toxic)} of the toxic, ${percent(surge.prompted.not)} of the others (many of which swear).\n`,
    moderation && '## Another domain: OpenAI’s moderation samples\n',
    moderation &&
      'Prompts to a language model, many of them long, labelled by people; those about minors were left out. What they call violence is mostly fiction and ' +
        'news, and no threat to a reader.\n',
    moderation &&
      table(
        ['their label', 'rows', 'of it', 'AUC'],
        moderation.map((line) => [line.name, line.rows, line.positive, line.auc]),
      ),
    hatemoji &&
      `## A functional suite: HatemojiCheck\n\n${hatemoji.rows} cases. AUC ${hatemoji.auc}, accuracy ${percent(hatemoji.accuracy)} at a score of 0.5. ` +
        'The encoder’s pieces know no emoji, so only the runs of letters see them.\n',
    hatecheck && `## A functional suite: HateCheck\n`,
    hatecheck &&
      `${hatecheck.rows} cases, in no training, and nothing was written after them. AUC ${hatecheck.auc}, accuracy ${percent(hatecheck.accuracy)} at a score of 0.5 ` +
        `(always saying “hateful” would give 69 %). The device would speak up at ${percent(hatecheck.prompted.hateful)} of the hateful ` +
        `and ${percent(hatecheck.prompted.not)} of the other cases.\n`,
    hatecheck &&
      table(
        ['functionality', 'hateful', 'cases', 'told rightly at 0.5', 'prompted'],
        hatecheck.functionalities.map((line) => [
          line.functionality,
          line.hateful ? 'yes' : 'no',
          line.rows,
          percent(line.accuracy),
          percent(line.prompted),
        ]),
      ),
    hatecheck?.groups &&
      'By the group that a case names: sentences that only name it or speak well of it (ident_neutral, ident_pos), and hateful ones.\n',
    hatecheck?.groups &&
      table(
        ['group', 'kind or neutral', 'prompted', 'hateful', 'prompted'],
        hatecheck.groups.map((line) => [
          line.group,
          line.kind,
          percent(line.kindPrompted),
          line.hateful,
          percent(line.hatefulPrompted),
        ]),
      ),
    identities && '## Identity terms\n',
    identities &&
      `${identities.rows} harmless sentences of the template set, none trained on, alike but for who is named. False prompts between the terms ` +
        `differ by up to ${identities.gapPerThousand} in 1,000. The shapes of these sentences were trained on, so ` +
        `that this flatters${hatecheck ? ': see the cases of HateCheck that name a group' : ''}. Terms with any, and the highest and lowest ` +
        'median score for hate:\n',
    identities &&
      table(
        ['term', 'sentences', 'false prompts in 1,000', 'median score for hate'],
        shownGroups(identities.groups).map((group) => [group.term, group.rows, group.perThousand, group.medianHate]),
      ),
    '## What it misses\n',
    `${misses.map((line) => `- ${line}`).join('\n')}\n`,
    '## Whom it may wrong\n',
    `${mayWrong.map((line) => `- ${line}`).join('\n')}\n`,
    '## Thresholds\n',
    table(
      ['kind', 'prompts from a score of'],
      Object.entries(header.thresholds).map(([kind, score]) => [kind, score.toFixed(4)]),
    ),
    '## Licences and attribution\n',
    table(
      ['part', 'licence', 'attribution'],
      header.licences.map(({ part, licence, attribution }) => [part, licence, attribution]),
    ),
  ];
  return `${sections.filter(Boolean).join('\n').trimEnd()}\n`;
}

/** The newest decision about the pack of a language. */
function why(language: string): string {
  return language === 'de'
    ? '[ADR 0130](adr/0130-german-learns-from-adversarial-sentences.md)'
    : '[ADR 0131](adr/0131-going-on-from-a-pack.md)';
}

type Group = NonNullable<Evaluation['identities']>['groups'][number];

function shownGroups(groups: readonly Group[]): Group[] {
  const bySuspicion = [...groups].sort((a, b) => b.medianHate - a.medianHate);
  const extremes = new Set([...bySuspicion.slice(0, 6), ...bySuspicion.slice(-6)]);
  return groups.filter((group) => group.perThousand > 0 || extremes.has(group));
}

function table(names: readonly string[], rows: readonly (readonly Cell[])[]): string {
  const line = (cells: readonly Cell[]) => `| ${cells.map((cell) => cell ?? '–').join(' | ')} |`;
  return `${[line(names), `|${' --- |'.repeat(names.length)}`, ...rows.map(line)].join('\n')}\n`;
}

function percent(value: number | null): string {
  return value === null ? '–' : `${Math.round(value * 1000) / 10} %`;
}

if (import.meta.main) {
  const [file = '', page = ''] = process.argv.slice(2);
  const { header, size } = await openPack(readFileSync(file), { trustedKeys: releaseKeys });
  writeFileSync(page, writeCardPage(header, size));
}
