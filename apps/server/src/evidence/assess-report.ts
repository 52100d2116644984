import type { EvidenceLevel, ReportPayload, ReportRemark } from '@wellhouse/protocol';
import { categoryOf } from '../cases/case-category.ts';
import { bestLevel } from '../decisions/best-level.ts';
import { isStorableText } from '../platform/storable-text.ts';
import { hubContradiction } from '../schema/hub-contradiction.ts';
import type { VerifiedItem } from './verify-items.ts';

export interface Assessment {
  readonly subject: { readonly kind: 'account' | 'group'; readonly id: string };
  readonly category: string;
  /** Best level among the reported messages that concern the subject. */
  readonly level: EvidenceLevel;
  /** For the reviewer, about the report as such. */
  readonly remarks: ReportRemark[];
}

/**
 * Whom a report is about and how well it proves itself. The subject is the account that the hub authenticated as the
 * sender of a proven reported message; what the payload claims counts only where nothing is proven.
 */
export function assessReport(payload: ReportPayload, items: readonly VerifiedItem[]): Assessment {
  const remarks: ReportRemark[] = [];
  const { leaf, known } = categoryOf(payload.category);
  if (!known) remarks.push({ code: 'unknown-category', named: printable(payload.category) });
  const reported = items.filter((item) => item.role === 'reported');
  const failed = items.filter((item) => item.content.problems.length > 0).length;
  if (failed > 0) remarks.push({ code: 'unproven', count: failed, of: items.length });
  if (items.some((item) => item.content.problems.some(({ code }) => code === hubContradiction.code))) {
    remarks.push({ code: 'contradicted' });
  }
  const subject = subjectOf(payload, reported, remarks);
  const concerning = reported.filter((item) =>
    subject.kind === 'account' ? item.content.sender === subject.id : item.content.groupId === subject.id,
  );
  return { subject, category: leaf.id, level: bestLevel(concerning.map((item) => item.level)), remarks };
}

function subjectOf(
  payload: ReportPayload,
  reported: readonly VerifiedItem[],
  remarks: ReportRemark[],
): Assessment['subject'] {
  if (payload.subject.kind === 'group') return { kind: 'group', id: payload.subject.groupId };
  const claimed = payload.subject.accountId;
  const senders = new Set(reported.filter((item) => item.level !== 'ASSERTED').map((item) => item.content.sender));
  if (senders.size === 0 || senders.has(claimed)) return { kind: 'account', id: claimed };
  const [sender] = senders;
  if (sender === undefined || !isStorableText(sender)) return { kind: 'account', id: claimed };
  remarks.push({ code: 'other-sender' });
  return { kind: 'account', id: sender };
}

/** A stranger's text, short and on one line. */
function printable(text: string): string {
  return text.replace(/[^\x20-\x7e]/g, '?').slice(0, 64);
}
