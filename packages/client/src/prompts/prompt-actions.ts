import type { AbuseKind } from '@wellhouse/classifiers';

/** What a prompt offers. `block`, `mute` and `leave` stop it, `help` finds somebody to talk to, `report` tells the safety team. */
export type PromptAction = 'block' | 'mute' | 'leave' | 'help' | 'report';

/**
 * The order that helps, by kind (docs/adr/0117): who is threatened or blackmailed needs somebody at their side first, and evidence before
 * they vanish from view; spam needs no conversation at all.
 */
const order: Readonly<Record<AbuseKind, readonly PromptAction[]>> = {
  threat: ['help', 'block', 'report', 'leave', 'mute'],
  sextortion: ['help', 'report', 'block', 'leave', 'mute'],
  sexual: ['block', 'help', 'report', 'mute', 'leave'],
  'sensitive-picture': ['block', 'help', 'report', 'mute', 'leave'],
  hate: ['block', 'help', 'report', 'mute', 'leave'],
  insult: ['block', 'help', 'report', 'mute', 'leave'],
  spam: ['block', 'report', 'mute', 'leave', 'help'],
};

/** The actions for a kind, best first. An app that cannot mute or leave says so, and they are not among them. */
export function promptActions(
  kind: AbuseKind,
  { canMute, canLeave }: { canMute: boolean; canLeave: boolean },
): readonly PromptAction[] {
  return order[kind].filter((action) => (action !== 'mute' || canMute) && (action !== 'leave' || canLeave));
}
