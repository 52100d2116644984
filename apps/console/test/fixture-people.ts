import type { CasePage, CasePeople, OperationId, PersonHistory } from '@wellhouse/protocol';
import { hub } from './fixture-data.ts';

const nothing: PersonHistory = { total: 0, acted: 0, cases: [], strikes: 0 };

/** Who is in a case: somebody who reports again and again, a stranger, and, while evidence is open, who else wrote. */
export function peopleHandlers<Call extends { query: Record<string, unknown> }>(given: {
  pageOf: (call: Call) => CasePage;
}): Partial<Record<OperationId, (call: Call) => unknown>> {
  return {
    getCasePeople: (call): CasePeople => {
      const page = given.pageOf(call);
      const { subject, reporterCount } = page.summary;
      const isFirst = page.summary.number === 'C-1042';
      const names = [...new Set(page.reports.map(({ reporter }) => reporter))];
      const cases = page.history.map((one) => {
        const { caseId, number, category, categoryLabel, priority, level, state, openedAt } = one;
        const shown = { caseId, number, category, categoryLabel, priority, level, state, openedAt };
        return { ...shown, action: 'warn' as const };
      });
      const about = { total: cases.length, acted: cases.length, cases, strikes: cases.length };
      return {
        subject,
        about,
        reporters: names.map((accountId, index) => ({
          accountId,
          reports: 1,
          record:
            index === 0
              ? { upheld: 12, dismissed: 1, unfounded: 0, weighs: 'more' as const }
              : index === 1
                ? { upheld: 1, dismissed: 6, unfounded: 2, weighs: 'little' as const }
                : { upheld: 0, dismissed: 0, unfounded: 0, weighs: 'half' as const },
          pair:
            !isFirst || index > 1
              ? null
              : index === 0
                ? { reports: 5, cases: 4, upheld: 3, dismissed: 0, unfounded: 0, hint: 'stalking' as const }
                : { reports: 7, cases: 7, upheld: 0, dismissed: 6, unfounded: 2, hint: 'misuse' as const },
          back: index === 1 ? 1 : 0,
          about: index === 1 ? about : nothing,
        })),
        reporterCount,
        writers:
          call.query.viewId === undefined
            ? null
            : page.summary.level === 'ASSERTED'
              ? []
              : [{ accountId: `cleo@${hub}`, messages: 2, about: nothing }],
      };
    },
  };
}
