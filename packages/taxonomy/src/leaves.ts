import data from './data/taxonomy.json' with { type: 'json' };
import { matchLocale } from './locales.ts';
import { type Leaf, Taxonomy } from './taxonomy-data.ts';
import { words } from './words.ts';

/** The taxonomy: leaves, laws, question trees; checked against its schema when it is loaded. */
export const taxonomy: Taxonomy = Taxonomy.parse(data);

const byId = new Map(taxonomy.leaves.map((leaf) => [leaf.id, leaf]));

/** Undefined for an id that this version does not know. */
export function findLeaf(id: string): Leaf | undefined {
  return byId.get(id);
}

/** What the safety team reads for a leaf, in the best language there is; the id itself for an unknown leaf. */
export function leafLabel(id: string, locale: string): string {
  return words[matchLocale(locale)].leaves[id] ?? id;
}

/** What the score of a case takes from its leaf. */
export interface ScoreInputs {
  /** 0 to 100. */
  readonly severity: number;
  readonly childInvolved: boolean;
  readonly lifeDanger: boolean;
}

/** Undefined for an unknown leaf, so that the caller decides, and never scores it as harmless by accident. */
export function scoreInputs(id: string): ScoreInputs | undefined {
  const leaf = findLeaf(id);
  if (leaf === undefined) return undefined;
  const { severity, childInvolved, lifeDanger } = leaf;
  return { severity, childInvolved, lifeDanger };
}

/** MSC4456 asks for this spelling until it is accepted, e.g. `org.matrix.msc4456.spam`. */
export function unstableHarm(harm: string): string {
  return harm.replace(/^m\./, 'org.matrix.msc4456.');
}
