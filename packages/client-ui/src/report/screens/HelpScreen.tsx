import type { ReactNode } from 'react';
import { Button } from 'react-aria-components';
import { useUi } from '../../context.ts';
import { Screen } from '../../parts/Screen.tsx';
import { afterHelp } from '../flow.ts';
import { Helplines } from '../Helplines.tsx';
import { useReportFlow } from '../report-flow.ts';
import { useDraftState } from '../use-draft.ts';

/** Help for me and help for someone else are said differently. The report always stays one press away. */
export function HelpScreen({ isAsked }: { isAsked: boolean }): ReactNode {
  const { t } = useUi().text;
  const { draft, go, close } = useReportFlow();
  const { about } = useDraftState(draft);
  const isForOther = !isAsked && (about === 'someone-else' || about === 'a-child');
  return (
    <Screen
      title={t('help.question')}
      footer={
        <>
          {isAsked ? (
            <Button className="wh-button wh-button-quiet" onPress={close}>
              {t('done')}
            </Button>
          ) : null}
          <Button className="wh-button" onPress={() => go(afterHelp(isAsked))}>
            {t(isAsked ? 'need.tell' : 'help.continue')}
          </Button>
        </>
      }
    >
      <div className="wh-advice">
        {isForOther ? null : <p className="wh-comfort">{t('help.comfort')}</p>}
        <p>{t(isForOther ? 'help.someone' : 'help.trusted')}</p>
        <p>{t('help.emergency')}</p>
      </div>
      <Helplines kind="help" />
    </Screen>
  );
}
