import type { ReactNode } from 'react';
import { Button } from 'react-aria-components';
import { useUi } from '../../context.ts';
import { Screen } from '../../parts/Screen.tsx';
import { Helplines } from '../Helplines.tsx';
import { useReportFlow } from '../report-flow.ts';

export function DangerHelpScreen(): ReactNode {
  const { t } = useUi().text;
  const { toCategories } = useReportFlow();
  return (
    <Screen
      title={t('dangerHelp.question')}
      footer={
        <Button className="wh-button" onPress={toCategories}>
          {t('help.continue')}
        </Button>
      }
    >
      <div className="wh-advice">
        <p className="wh-comfort">{t('dangerHelp.call')}</p>
        <p>{t('dangerHelp.place')}</p>
        <p>{t('dangerHelp.team')}</p>
        <p>{t('dangerHelp.continue')}</p>
      </div>
      <Helplines kind="emergency" />
    </Screen>
  );
}
