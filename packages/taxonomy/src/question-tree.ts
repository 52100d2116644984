import { taxonomy } from './leaves.ts';
import { matchLocale } from './locales.ts';
import type { Audience, Question } from './taxonomy-data.ts';
import { type Words, words } from './words.ts';

/** A screen if it has children, an answer if it has none. Shaped as `CategoryNode` of the protocol. */
export interface QuestionNode {
  id: string;
  label: string;
  hint: string | null;
  /** Null exactly for an answer. */
  question: string | null;
  outcome: Question['outcome'];
  /** The leaf that an answer reports. */
  category: string | null;
  children: QuestionNode[];
}

/**
 * The questions of the report dialog in one language, for one audience. At most 7 choices a screen and 3 screens deep.
 *
 * @param locale BCP 47; a language without labels gets English
 */
export function questionTree(locale: string, audience: Audience): QuestionNode {
  return withWords(taxonomy.questions[audience], words[matchLocale(locale)][audience]);
}

function withWords(question: Question, nodes: Words[Audience]): QuestionNode {
  const text = nodes[question.id];
  if (text === undefined) throw new Error(`reading the words for "${question.id}" failed`);
  return {
    id: question.id,
    label: text.label,
    hint: text.hint ?? null,
    question: text.question ?? null,
    outcome: question.outcome,
    category: question.category,
    children: question.children.map((child) => withWords(child, nodes)),
  };
}

/** Whom a node is about, where its question asked that: fills the report's `answers.about`. */
export function aboutOfNode(nodeId: string): 'me' | 'someone-else' | 'a-child' | null {
  if (nodeId === 'self/me' || nodeId.startsWith('self/me/')) return 'me';
  if (nodeId === 'self/other' || nodeId.startsWith('self/other/')) return 'someone-else';
  if (nodeId === 'child' || nodeId.startsWith('child/') || nodeId.startsWith('sexual/child')) return 'a-child';
  return null;
}
