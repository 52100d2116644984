import type { ReportSubject } from '@wellhouse/protocol';
import type { DraftEntry, DraftPart } from './draft-state.ts';

/** The account that a part names beside the one that is reported: whom a message mentions, or whom it quotes. */
export function nameInPart({ content }: DraftPart, subject: ReportSubject): string | null {
  const named = content.type === 'mention' ? content.account : content.type === 'quote' ? content.sender : null;
  return subject.kind !== 'group' && named === subject.accountId ? null : named;
}

/** Other people named inside the messages that are in the report, and whether any of these names is disclosed. */
export function namesInDraft(
  entries: readonly DraftEntry[],
  subject: ReportSubject,
): { names: string[]; included: boolean } {
  const named = entries
    .filter((entry) => entry.included)
    .flatMap((entry) => entry.parts)
    .flatMap((part) => {
      const name = nameInPart(part, subject);
      return name === null ? [] : [{ name, included: part.included }];
    });
  return { names: [...new Set(named.map(({ name }) => name))], included: named.some(({ included }) => included) };
}
