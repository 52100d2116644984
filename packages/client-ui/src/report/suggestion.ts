import type { AbuseKind } from '@wellhouse/classifiers';
import type { CategoryNode } from '@wellhouse/protocol';
import { afterNeed, type Step } from './flow.ts';

/** How the dialog begins when a prompt led to it. */
export interface ReportStart {
  /** What the device noticed: its category is chosen already, and can be changed like any other answer. */
  kind: AbuseKind;
  at: 'help' | 'report';
}

/** The screens after the first with which a dialog opens. */
export function startSteps(start: ReportStart | undefined): Step[] {
  if (start === undefined) return [];
  return [afterNeed(start.at === 'help' ? 'help' : 'tell')];
}

/** Categories that a kind may be, as the questions for adults and those for children have them; the first that are there count. */
const categories: Readonly<Record<AbuseKind, readonly (readonly string[])[]>> = {
  threat: [['threat.life', 'threat.violence']],
  hate: [['hate.speech']],
  insult: [['harass.bully']],
  sexual: [['adult.cyberflash'], ['child.obscene_to_minor', 'child.csam_solicitation']],
  sextortion: [['adult.sextortion'], ['child.sextortion']],
  spam: [['spam.bulk', 'fraud.scam', 'fraud.phish']],
  'sensitive-picture': [['adult.cyberflash'], ['child.obscene_to_minor']],
};

/**
 * Ids from the root's child down to the answer for a kind; only as far as the kind says, so that whether a threat is of death is asked.
 * Empty if the server's questions have nothing for it. Pure.
 */
export function suggestedPath(root: CategoryNode, kind: AbuseKind): string[] {
  for (const group of categories[kind]) {
    const paths = pathsTo(root, group);
    if (paths.length > 0) return paths.reduce(commonStart);
  }
  return [];
}

function pathsTo(node: CategoryNode, group: readonly string[], path: readonly string[] = []): string[][] {
  if (node.children.length === 0) return node.category !== null && group.includes(node.category) ? [[...path]] : [];
  return node.children.flatMap((child) => pathsTo(child, group, [...path, child.id]));
}

function commonStart(one: string[], other: string[]): string[] {
  const end = one.findIndex((id, index) => other[index] !== id);
  return end === -1 ? one : one.slice(0, end);
}
