import type { CategoryNode } from '@wellhouse/protocol';
import { aboutOfNode, findLeaf } from '@wellhouse/taxonomy';

/** One screen of the dialog; a screen asks one question. */
export type Step =
  | { screen: 'need' }
  | { screen: 'stop'; isDislike: boolean }
  | { screen: 'help'; isAsked: boolean }
  | { screen: 'danger' }
  | { screen: 'danger-help' }
  /** `path`: ids of the nodes from the root's child down to the node whose children are shown. */
  | { screen: 'category'; path: readonly string[] }
  | { screen: 'about' }
  | { screen: 'words' }
  | { screen: 'choices' }
  | { screen: 'preview' }
  | { screen: 'sent' };

export type Need = 'stop' | 'help' | 'tell';
export type About = 'me' | 'someone-else' | 'a-child' | 'not-asked';

/** Answers that decide where the dialog goes; the draft holds the others. */
export interface FlowAnswers {
  need: Need | null;
  danger: 'now' | 'no' | 'unsure' | 'not-asked';
  /** Ids from the root's child down to the chosen answer; empty until one is chosen. */
  chosen: readonly string[];
}

export function afterNeed(need: Need): Step {
  if (need === 'stop') return { screen: 'stop', isDislike: false };
  if (need === 'help') return { screen: 'help', isAsked: true };
  return { screen: 'danger' };
}

export function afterDanger(danger: FlowAnswers['danger']): Step {
  return danger === 'no' ? { screen: 'category', path: [] } : { screen: 'danger-help' };
}

/** Help that was asked for at the start is followed by the danger question, help for a category by the report. */
export function afterHelp(isAsked: boolean): Step {
  return isAsked ? { screen: 'danger' } : { screen: 'words' };
}

export function afterCategory(node: CategoryNode, path: readonly string[]): Step {
  if (node.children.length > 0) return { screen: 'category', path: [...path, node.id] };
  if (node.outcome === 'no-report' || node.category === null) return { screen: 'stop', isDislike: true };
  return asksWho(node) ? { screen: 'about' } : afterAbout(node);
}

/** Whether help is for me or for someone else decides what is said, so it is asked before help is shown. */
export function afterAbout(node: CategoryNode): Step {
  return node.outcome === 'help-first' ? { screen: 'help', isAsked: false } : { screen: 'words' };
}

/** The screens to a category that was suggested: what they lead to can be changed by Back, as if it had been chosen by hand. */
export function stepsToSuggestion(root: CategoryNode, path: readonly string[]): Step[] {
  const nodes = nodesAlong(root, path);
  const steps: Step[] = [{ screen: 'category', path: [] }];
  for (const [index, node] of nodes.entries()) steps.push(afterCategory(node, path.slice(0, index)));
  return steps;
}

/** Below this severity, such as spam, who is harmed changes nothing for anybody. */
const severityThatHarms = 40;

function asksWho(node: CategoryNode): boolean {
  if (aboutOfNode(node.id) !== null) return false;
  const leaf = node.category === null ? undefined : findLeaf(node.category);
  return leaf === undefined || leaf.severity >= severityThatHarms;
}

/** What a chosen answer says about who is harmed, where it says so itself. */
export function impliedAbout(node: CategoryNode): About {
  return aboutOfNode(node.id) ?? 'not-asked';
}

/** The nodes along a path of ids; shorter if the tree has changed. */
export function nodesAlong(root: CategoryNode, path: readonly string[]): CategoryNode[] {
  const nodes: CategoryNode[] = [];
  let current = root;
  for (const id of path) {
    const next = current.children.find((child) => child.id === id);
    if (!next) break;
    nodes.push(next);
    current = next;
  }
  return nodes;
}
