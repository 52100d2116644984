import { isMinor, type PictureAction, pictureActions } from '@wellhouse/client';
import type { ReactNode } from 'react';
import { Button } from 'react-aria-components';
import { useUi } from '../../context.ts';
import type { MessageId } from '../../i18n/message-id.ts';
import { HelpIcon, PhoneIcon, PictureIcon, ShieldIcon, StopIcon } from '../../parts/icons.tsx';
import { type Option, OptionList } from '../../parts/OptionList.tsx';
import { Screen } from '../../parts/Screen.tsx';
import type { PictureDialogProps, PictureStep } from '../PictureDialog.tsx';
import { ReportContents } from '../ReportContents.tsx';
import type { CoverReason } from '../use-picture-cover.ts';
import type { PictureReport } from '../use-picture-report.ts';
import { useYoung } from '../young-context.ts';

export interface AskScreenProps extends PictureDialogProps {
  go: (step: PictureStep) => void;
  message: (accountId: string) => void;
  tell: (person: string, withBlock: boolean) => Promise<void>;
  report: PictureReport;
}

const titles: Record<CoverReason, MessageId> = {
  noticed: 'young.view.noticed',
  unknown: 'young.view.unknown',
  every: 'young.view.every',
};

function titleOf({ moment, reason }: Pick<PictureDialogProps, 'moment' | 'reason'>): MessageId {
  if (moment === 'view') return titles[reason];
  return reason === 'noticed' ? 'young.send.title' : 'young.send.unknown';
}

/** The safe choice first and biggest, then people who help, and at the end what was asked for. */
export function AskScreen(props: AskScreenProps): ReactNode {
  const { moment, reason, go, message, tell, report, onSafe } = props;
  const { t } = useUi().text;
  const { band, trusted, people, name } = useYoung();
  // an adult who is pushed for a picture says what kind of pressure it is in the report dialog
  const person = moment === 'send' && !isMinor(band) ? null : props.person;
  const actions = pictureActions({
    ...{ moment, hasTrusted: trusted !== null, canChooseTrusted: people.length > 0, hasPerson: person !== null },
  });
  const their = person === null ? '' : name(person);
  const option = (action: PictureAction): Option[] => {
    switch (action) {
      case 'trusted': {
        const values = { name: trusted === null ? '' : name(trusted) };
        const hint = t('young.do.trusted.hint', values);
        return [{ id: action, label: t('young.do.trusted', values), hint, icon: <HelpIcon /> }];
      }
      case 'choose-trusted':
        return [{ id: action, label: t('young.do.choose'), hint: t('young.do.choose.hint'), icon: <HelpIcon /> }];
      case 'help':
        return [{ id: action, label: t('young.do.help'), hint: t('young.do.help.hint'), icon: <PhoneIcon /> }];
      case 'block-report': {
        const hint = t('young.do.block.hint', { name: their });
        return [{ id: action, label: t('young.do.block', { name: their }), hint, icon: <StopIcon />, isAct: true }];
      }
      case 'report':
        return [
          {
            id: action,
            label: t('young.do.report'),
            hint: t('young.do.report.hint'),
            icon: <ShieldIcon />,
            isAct: true,
          },
        ];
      case 'safe':
      case 'go-on':
        return [];
      default:
        return action satisfies never;
    }
  };
  const choose = (action: string): void => {
    if (action === 'trusted' && trusted !== null) message(trusted);
    if (action === 'choose-trusted') go('choose');
    if (action === 'help') go('helpers');
    if (action === 'block-report' && person !== null) void tell(person, true);
    if (action === 'report' && person !== null) void tell(person, false);
  };
  return (
    <Screen
      title={t(titleOf(props))}
      mark={
        <span className="wh-outcome-mark">
          <PictureIcon />
        </span>
      }
    >
      <div className="wh-advice">
        <p>{t(moment === 'send' ? 'young.send.choice' : 'young.view.choice')}</p>
        <p className="wh-comfort">{t(moment === 'send' ? 'young.send.pushed' : 'young.view.fault')}</p>
        {reason === 'noticed' ? <p className="wh-hint">{t('young.private')}</p> : null}
      </div>
      <Button className="wh-button wh-safe" onPress={onSafe}>
        {t(moment === 'send' ? 'young.safe.send' : 'young.safe.view')}
      </Button>
      <OptionList label={t('need.question')} options={actions.flatMap(option)} onChoose={choose} />
      {person === null ? null : <ReportContents moment={moment} name={their} report={report} />}
      <Button className="wh-link wh-go-on" onPress={() => go('sure')}>
        {t(moment === 'send' ? 'young.goOn.send' : 'young.goOn.view')}
      </Button>
    </Screen>
  );
}
