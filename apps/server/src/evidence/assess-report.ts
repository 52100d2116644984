import type { EvidenceLevel, ReportPayload } from '@wellhouse/protocol';
import { categoryOf } from '../cases/case-category.ts';
import { bestLevel } from '../cases/score.ts';
import { isStorableText } from '../platform/storable-text.ts';
import { hubContradiction } from '../schema/hub-contradiction.ts';
import type { VerifiedItem } from './verify-items.ts';

export interface Assessment {
  readonly subject: { readonly kind: 'account' | 'group'; readonly id: string };
  readonly category: string;
  /** Best level among the reported messages that concern the subject. */
  readonly level: EvidenceLevel;
  /** Sentences for the reviewer about the report as such. */
  readonly notes: string[];
}

/**
 * Whom a report is about and how well it proves itself. The subject is the account that the hub authenticated as the
 * sender of a proven reported message; what the payload claims counts only where nothing is proven.
 */
export function assessReport(payload: ReportPayload, items: readonly VerifiedItem[]): Assessment {
  const notes: string[] = [];
  const { leaf, known } = categoryOf(payload.category);
  if (!known) notes.push(`It names the category "${printable(payload.category)}", which is unknown here.`);
  const reported = items.filter((item) => item.role === 'reported');
  const failed = items.filter((item) => item.content.problems.length > 0).length;
  if (failed > 0) notes.push(`${failed} of ${items.length} messages are not proven.`);
  if (items.some((item) => item.content.problems.some(({ code }) => code === hubContradiction.code))) {
    notes.push('The delivery service contradicts itself about messages of this report.');
  }
  const subject = subjectOf(payload, reported, notes);
  const concerning = reported.filter((item) =>
    subject.kind === 'account' ? item.content.sender === subject.id : item.content.groupId === subject.id,
  );
  return { subject, category: leaf.id, level: bestLevel(concerning.map((item) => item.level)), notes };
}

function subjectOf(payload: ReportPayload, reported: readonly VerifiedItem[], notes: string[]): Assessment['subject'] {
  if (payload.subject.kind === 'group') return { kind: 'group', id: payload.subject.groupId };
  const claimed = payload.subject.accountId;
  const senders = new Set(reported.filter((item) => item.level !== 'ASSERTED').map((item) => item.content.sender));
  if (senders.size === 0 || senders.has(claimed)) return { kind: 'account', id: claimed };
  const [sender] = senders;
  if (sender === undefined || !isStorableText(sender)) return { kind: 'account', id: claimed };
  notes.push('It names another account than the one that sent the messages; the sender counts.');
  return { kind: 'account', id: sender };
}

/** A stranger's text, short and on one line. */
function printable(text: string): string {
  return text.replace(/[^\x20-\x7e]/g, '?').slice(0, 64);
}
