import type { CasePage } from '@wellhouse/protocol';

type Report = CasePage['reports'][number];

/** Somebody who reported a case, by a number: in the order in which they reported first. */
export interface NumberedReporter {
  readonly number: number;
  readonly reporter: string;
  /** Their newest report under which they want to hear from the team; else their newest. */
  readonly report: Report;
  readonly wantsNotices: boolean;
}

/** Pure. Everybody who reported, each once. */
export function reportersOf(reports: readonly Report[]): NumberedReporter[] {
  const oldestFirst = [...reports].sort((a, b) => Date.parse(a.acceptedAt) - Date.parse(b.acceptedAt));
  const byReporter = Map.groupBy(oldestFirst, (report) => report.reporter);
  return [...byReporter].flatMap(([reporter, own], index) => {
    const report = own.findLast((one) => one.wantsNotices) ?? own.at(-1);
    if (report === undefined) return [];
    return [{ number: index + 1, reporter, report, wantsNotices: report.wantsNotices }];
  });
}

/** Of whose report it is. */
export function numberOf(reporters: readonly NumberedReporter[], reports: readonly Report[], reportId: string) {
  const reporter = reports.find((report) => report.reportId === reportId)?.reporter;
  return reporters.find((one) => one.reporter === reporter)?.number ?? null;
}
