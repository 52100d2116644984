/** docs/classifier-card-pictures.md, from what is in the pack. */
import type { PackHeader } from '../../packages/classifiers/src/index.ts';
import type { PictureCard } from './card.ts';

export function writeCardPage(
  card: PictureCard,
  { id, version, released, licences }: Omit<PackHeader, 'sections'>,
  bytes: number,
): string {
  const list = (lines: readonly string[]) => lines.map((line) => `- ${line}.`).join('\n');
  const table = (head: readonly string[], rows: readonly (readonly string[])[]) =>
    [head, head.map(() => '---'), ...rows].map((row) => `| ${row.join(' | ')} |`).join('\n');
  const { accuracy, measured, made } = card;
  const { harmlessThings, dressedPeople, howMuchThatSays, agreement } = measured;
  return `${[
    `# The picture pack \`${id}\`, version ${version}`,
    `Written by \`training/pictures/build-picture-pack.ts\` from the pack itself (${(bytes / 1e6).toFixed(2)} MB, released ${released}). Why this model, and how it runs, in [ADR 0122](adr/0122-the-weights-of-others-in-our-runtime.md).`,
    card.purpose,
    '## Not for',
    list(card.notFor),
    '## Score',
    card.scores,
    table(['class', 'what its authors mean by it'], Object.entries(card.classes)),
    '## Accuracy: its authors’ word, not ours',
    `Its authors say ${accuracy.claimedByItsAuthors} (${accuracy.source}). Claimed here: ${accuracy.claimedHere}.`,
    '## Measured here, on harmless pictures alone',
    list([`Things and places. ${harmlessThings}`, `People. ${dressedPeople}`, howMuchThatSays ?? '', agreement ?? '']),
    '## What it misses',
    list(card.misses),
    '## Whom it may wrong',
    list(card.mayWrong),
    '## Drill',
    `${card.drill}.`,
    '## How it was made',
    list(Object.values(made)),
    '## Licences and attribution',
    table(
      ['part', 'licence', 'attribution'],
      licences.map(({ part, licence, attribution }) => [part, licence, attribution]),
    ),
    card.licence,
  ].join('\n\n')}\n`;
}
