/** What the dialog about a picture offers, before it is seen or before it is sent. */
export type PictureAction =
  /** Leave it covered, or do not send it: first and biggest, always. */
  | 'safe'
  | 'trusted'
  | 'choose-trusted'
  | 'help'
  | 'block-report'
  | 'report'
  /** Show it, or send it: last, and asked about once more. */
  | 'go-on';

export interface PictureDialogFacts {
  moment: 'view' | 'send';
  /** Somebody was chosen, and is not blocked. */
  hasTrusted: boolean;
  /** Somebody of this messenger can be chosen. */
  canChooseTrusted: boolean;
  /** One person, and not the owner of this device, can be reported about this. */
  hasPerson: boolean;
}

/** In the order that helps: stop it first, then people, then the safety team, and what was asked for at the end. */
export function pictureActions(facts: PictureDialogFacts): readonly PictureAction[] {
  const trusted: PictureAction[] = facts.hasTrusted ? ['trusted'] : facts.canChooseTrusted ? ['choose-trusted'] : [];
  const person: PictureAction[] = facts.hasPerson ? ['block-report', 'report'] : [];
  return ['safe', ...trusted, 'help', ...person, 'go-on'];
}
