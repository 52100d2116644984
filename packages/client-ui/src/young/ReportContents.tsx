import type { ReactNode } from 'react';
import { useUi } from '../context.ts';
import { ExactBytes } from '../report/preview/ExactBytes.tsx';
import type { PictureReport } from './use-picture-report.ts';

export interface ReportContentsProps {
  moment: 'view' | 'send';
  /** As this device knows the person. */
  name: string;
  report: PictureReport;
}

/** What the safety team would get, in words, and byte for byte for whoever wants to read it. */
export function ReportContents({ moment, name, report }: ReportContentsProps): ReactNode {
  const { t } = useUi().text;
  return (
    <details
      className="wh-exact"
      onToggle={(event) => {
        if (event.target === event.currentTarget && event.currentTarget.open) void report.look();
      }}
    >
      <summary>{t('young.gets')}</summary>
      <p className="wh-hint">{t(moment === 'send' ? 'young.gets.send' : 'young.gets.view')}</p>
      {report.previews ? (
        <>
          <p className="wh-option-label">{t('young.do.report')}</p>
          <ExactBytes view={report.previews.without.view} />
          <p className="wh-option-label">{t('young.do.block', { name })}</p>
          <ExactBytes view={report.previews.withBlock.view} />
        </>
      ) : null}
    </details>
  );
}
