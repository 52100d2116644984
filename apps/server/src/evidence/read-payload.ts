import { ReportPayload, reportLimits } from '@wellhouse/protocol';
import { isStorableText } from '../platform/storable-text.ts';

/** Why a report cannot be filed. It is kept, and its reporter is told. */
export interface ReportProblem {
  readonly code:
    | 'seal-unreadable'
    | 'payload-not-json'
    | 'payload-invalid'
    | 'too-many-items'
    | 'hub-mismatch'
    | 'report-id-mismatch';
  readonly detail: string;
}

export type ReadPayload =
  | { readonly ok: true; readonly payload: ReportPayload }
  | { readonly ok: false; readonly problem: ReportProblem };

/** Parses opened bytes. The hub and the id must be those of the authenticated submission. */
export function readPayload(bytes: Uint8Array, expected: { hubId: string; reportId: string }): ReadPayload {
  let json: unknown;
  try {
    json = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch {
    return problem('payload-not-json', 'The opened report is not JSON in UTF-8.');
  }
  const items = evidenceCount(json);
  if (items > reportLimits.evidenceItems) {
    const detail = `The report carries ${items} messages; ${reportLimits.evidenceItems} are allowed.`;
    return problem('too-many-items', detail);
  }
  const parsed = ReportPayload.safeParse(json);
  if (!parsed.success) {
    const issue = parsed.error.issues[0];
    return problem('payload-invalid', `/${issue?.path.join('/') ?? ''}: ${issue?.message ?? 'not allowed here'}`);
  }
  const payload = parsed.data;
  if (payload.hubId !== expected.hubId) return problem('hub-mismatch', 'The report names another delivery service.');
  if (payload.reportId !== expected.reportId) return problem('report-id-mismatch', 'The report names another id.');
  if (payload.subject.kind !== 'group' && !isStorableText(payload.subject.accountId)) {
    return problem('payload-invalid', '/subject/accountId: control characters are not allowed');
  }
  return { ok: true, payload };
}

/** Before the schema walks over them all. */
function evidenceCount(json: unknown): number {
  if (typeof json !== 'object' || json === null || !('evidence' in json)) return 0;
  return Array.isArray(json.evidence) ? json.evidence.length : 0;
}

function problem(code: ReportProblem['code'], detail: string): ReadPayload {
  return { ok: false, problem: { code, detail } };
}
