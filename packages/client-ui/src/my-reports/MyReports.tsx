import type { LocalReport } from '@wellhouse/client';
import { type ReactNode, useEffect, useState } from 'react';
import { Button, I18nProvider } from 'react-aria-components';
import { useUi, useWellhouseUi } from '../context.ts';
import { MyReport } from './MyReport.tsx';
import { NoteNews } from './NoteNews.tsx';
import { OwnStanding } from './OwnStanding.tsx';

export interface MyReportsProps {
  /** How the person on this device knows an account. */
  names: (accountId: string) => string;
  /** Level of the heading; 2 by default. */
  headingLevel?: 1 | 2 | 3;
}

/** The reports of this device and what became of them. Asks the server for news when it appears. */
export function MyReports(props: MyReportsProps): ReactNode {
  const isLoaded = useWellhouseUi() !== null;
  return isLoaded ? <LoadedReports {...props} /> : null;
}

function LoadedReports({ names, headingLevel = 2 }: MyReportsProps): ReactNode {
  const { wellhouse, text, theme } = useUi();
  const [reports, setReports] = useState<readonly LocalReport[] | null>(null);
  const Title = `h${headingLevel}` as const;

  useEffect(() => {
    let isCurrent = true;
    const look = async (): Promise<void> => {
      const found = await wellhouse.reports();
      if (isCurrent) setReports(found);
    };
    const unsubscribe = wellhouse.subscribe(({ type }) => {
      if (type === 'reports') void look();
    });
    void look().then(() => wellhouse.refresh());
    return () => {
      isCurrent = false;
      unsubscribe();
    };
  }, [wellhouse]);

  return (
    <I18nProvider locale={text.locale}>
      <section className="wh-mine" data-theme={theme} dir={text.direction} lang={text.locale}>
        <div className="wh-mine-head">
          <Title className="wh-question">{text.t('mine.title')}</Title>
          <Button
            className="wh-small"
            onPress={() => {
              void wellhouse.flush().then(() => wellhouse.refresh());
            }}
          >
            {text.t('mine.refresh')}
          </Button>
        </div>
        <NoteNews reports={reports ?? []} />
        <OwnStanding />
        {reports?.length === 0 ? <p className="wh-hint">{text.t('mine.empty')}</p> : null}
        <ul className="wh-mine-list">
          {(reports ?? []).map((report) => (
            <li key={report.reportId}>
              <MyReport report={report} names={names} />
            </li>
          ))}
        </ul>
      </section>
    </I18nProvider>
  );
}
