import type { WhyLine } from '@wellhouse/protocol';
import type { Phrase } from './phrase.ts';

/** The reasons why a case stands where it stands, to be said in the reader's language. */
export function whyPhrases(lines: readonly WhyLine[]): Phrase[] {
  // "One of them" is not said of the only one.
  const alone = lines.some((line) => line.code === 'reported' && line.count === 1);
  return lines.map((line) => phraseOf(line, alone));
}

function phraseOf(line: WhyLine, alone: boolean): Phrase {
  switch (line.code) {
    case 'harm':
      return { key: `why.harm.${line.gravity}` };
    case 'proof':
      return { key: `why.proof.${line.proof}` };
    case 'waiting':
      return { key: `why.waiting.${line.weight}` };
    case 'matched':
      return { key: 'why.matched', values: { count: line.count, exact: line.exact } };
    case 'danger-now':
    case 'life':
    case 'child':
    case 'stands-first':
    case 'order':
    case 'only-said':
      return { key: `why.${line.code}` };
    case 'trusted':
    case 'new':
    case 'doubted':
      if (alone) return { key: `why.${line.code}.alone` };
      return { key: `why.${line.code}`, values: { count: line.count } };
    case 'reported':
    case 'alike':
    case 'sources':
    case 'unreadable':
    case 'withdrawn':
      return { key: `why.${line.code}`, values: { count: line.count } };
    default:
      return line satisfies never;
  }
}
