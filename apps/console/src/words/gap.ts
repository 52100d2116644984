import type { Phrase } from './phrase.ts';

/** Messages that exist by the hub's numbering and were not disclosed: "No. 42 in the group: not disclosed". */
export function gapPhrase(gap: { from: number; to: number }): Phrase {
  if (gap.from === gap.to) return { key: 'gap.one', values: { number: gap.from } };
  return { key: 'gap.many', values: { from: gap.from, to: gap.to, count: gap.to - gap.from + 1 } };
}
