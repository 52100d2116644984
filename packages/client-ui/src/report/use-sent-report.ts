import type { LocalReport, SentReport } from '@wellhouse/client';
import { useEffect, useState } from 'react';
import { useUi } from '../context.ts';

/** The report as it stands now; keeps the case number even after the device has forgotten the report. */
export function useSentReport(sent: SentReport): LocalReport {
  const { wellhouse } = useUi();
  const [report, setReport] = useState<LocalReport>(sent);
  useEffect(() => {
    let isCurrent = true;
    const take = (next: LocalReport | undefined): void => {
      if (!isCurrent || !next) return;
      setReport((current) => (current.reference !== null && next.reference === null ? current : next));
    };
    const look = async (): Promise<void> => {
      const reports = await wellhouse.reports();
      take(reports.find(({ reportId }) => reportId === sent.reportId));
    };
    void sent.delivered.then(take);
    void look();
    const unsubscribe = wellhouse.subscribe(({ type }) => {
      if (type === 'reports') void look();
    });
    return () => {
      isCurrent = false;
      unsubscribe();
    };
  }, [wellhouse, sent]);
  return report;
}
