import {
  type CaseDraft,
  type CasePage,
  type CaseSummary,
  KeptDraft,
  type OperationId,
  type RelatedCases,
  type StaffMember,
} from '@wellhouse/protocol';

/** Every fourth case shares its words with others, as one scam does that goes to many. */
export function signalHandlers<Call extends { body: unknown }>(given: {
  cases: readonly CaseSummary[];
  pageOf: (call: Call) => CasePage;
  memberOf: (call: Call) => StaffMember;
}): Partial<Record<OperationId, (call: Call) => unknown>> {
  const drafts = new Map<string, CaseDraft>();
  const keyOf = (call: Call): string => `${given.memberOf(call).staffId} ${given.pageOf(call).summary.caseId}`;
  return {
    getCaseDraft: (call) => ({ draft: drafts.get(keyOf(call)) ?? null }),
    putCaseDraft: (call) => {
      const { draft } = KeptDraft.parse(call.body);
      if (draft === null) drafts.delete(keyOf(call));
      else drafts.set(keyOf(call), draft);
      return null;
    },
    getRelatedCases: (call): RelatedCases => {
      const { summary } = given.pageOf(call);
      const place = given.cases.findIndex((one) => one.caseId === summary.caseId);
      const others = given.cases.filter((one, index) => index % 4 === place % 4 && one.caseId !== summary.caseId);
      const isAlike = (one: CaseSummary): boolean =>
        summary.state === 'open' && one.state === 'open' && one.category === summary.category;
      const shown = others.slice(0, 8);
      return {
        cases: shown.map((one, index) => ({
          summary: one,
          shared: index % 2 === 0 ? ['text'] : index === 3 ? ['near'] : ['link', 'text'],
          together: isAlike(one),
        })),
        counts: [
          { kind: 'near', cases: 1, more: false },
          { kind: 'text', cases: shown.length, more: false },
          { kind: 'link', cases: 1_000, more: true },
        ],
        together: others.filter(isAlike).map((one) => one.caseId),
      };
    },
  };
}
