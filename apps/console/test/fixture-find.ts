import type { CaseSummary, FoundCase, OperationId } from '@wellhouse/protocol';
import { operations } from '@wellhouse/protocol';

/** Cases by number, reference and the beginning of an account, as apps/server finds them. */
export function findHandlers<C extends { query: Record<string, unknown> }>({ cases }: { cases: CaseSummary[] }) {
  const foundOf =
    (by: FoundCase['by']) =>
    (one: CaseSummary): FoundCase => {
      const { caseId, number, subject, category, categoryLabel, priority, state, openedAt, drill } = one;
      return { caseId, number, subject, category, categoryLabel, priority, state, openedAt, drill, by };
    };
  const nameOf = ({ subject }: CaseSummary): string =>
    subject.kind === 'account' ? subject.accountId : subject.groupId;
  return {
    findCases: (call: C) => {
      const text = operations.findCases.query.parse(call.query).text.trim().toLowerCase();
      if (text === '') return { cases: cases.slice(7, 10).map(foundOf('recent')) };
      const number = text.replace(/^c-?/, '');
      return {
        cases: [
          ...cases.filter((one) => one.number === `C-${number}`).map(foundOf('number')),
          ...cases.filter((_, index) => text === `wh-7k3f-000${index}`).map(foundOf('reference')),
          ...cases.filter((one) => nameOf(one).toLowerCase().startsWith(text)).map(foundOf('subject')),
        ].slice(0, 20),
      };
    },
  } satisfies Partial<Record<OperationId, (call: C) => unknown>>;
}
