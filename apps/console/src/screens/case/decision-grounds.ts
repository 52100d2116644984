import type { CasePage, ConversationEntry, EvidenceLevel } from '@wellhouse/protocol';
import { type ActionFacts, factsOf } from './action-rules.ts';

/** Something that a decision can rest on. */
export interface Ground {
  readonly kind: 'message' | 'picture';
  readonly id: string;
  readonly number: number;
  readonly level: EvidenceLevel;
  /** Whose it is. */
  readonly who: string;
  /** It is of the account or group that the case is about: what others wrote proves nothing against it. */
  readonly counts: boolean;
}

/** `MakeDecision` takes no more. */
export const mostGrounds = 200;

/** Reported messages, as far as the evidence is known, and confirmed pictures, in the order in which the page shows them. */
export function groundsOf(
  { summary, pictures }: Pick<CasePage, 'summary' | 'pictures'>,
  conversation: readonly ConversationEntry[] | null,
): Ground[] {
  const { subject } = summary;
  const messages = (conversation ?? []).flatMap((entry): Ground[] => {
    if (entry.type !== 'message' || entry.role !== 'reported') return [];
    const counts = subject.kind === 'account' ? entry.sender === subject.accountId : entry.groupId === subject.groupId;
    return [{ kind: 'message', id: entry.itemId, number: entry.number, level: entry.level, who: entry.sender, counts }];
  });
  const confirmed = pictures.flatMap((picture, index): Ground[] =>
    picture.answer?.answer !== 'confirmed' || picture.reason !== 'matched'
      ? []
      : [
          {
            ...{ kind: 'picture', id: picture.pictureId, level: 'ATTESTED', who: picture.accountId, counts: true },
            number: picture.number ?? index + 1,
          },
        ],
  );
  return [...messages, ...confirmed];
}

/** What is ticked: what the person chose, else all of it. */
export function tickedOf(grounds: readonly Ground[], chosen: readonly string[] | null): Ground[] {
  return chosen === null ? [...grounds] : grounds.filter(({ id }) => chosen.includes(id));
}

const levels: readonly EvidenceLevel[] = ['VERIFIED', 'ATTESTED', 'ASSERTED'];

/** The best that is proven among these; words alone prove nothing. */
export function provenBy(grounds: readonly Ground[]): EvidenceLevel {
  const found = levels.find((level) => grounds.some((ground) => ground.counts && ground.level === level));
  return found ?? 'ASSERTED';
}

/** Which actions a decision can have that rests on what is ticked; without evidence at hand, by the case as a whole. */
export function restingFacts(page: CasePage, grounds: readonly Ground[], ticked: readonly Ground[]): ActionFacts {
  const facts = factsOf(page);
  return grounds.length === ticked.length ? facts : { ...facts, level: provenBy(ticked) };
}
