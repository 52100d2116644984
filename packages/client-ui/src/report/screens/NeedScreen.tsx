import type { ReactNode } from 'react';
import { useUi } from '../../context.ts';
import { HelpIcon, ShieldIcon, StopIcon } from '../../parts/icons.tsx';
import { type Option, OptionList } from '../../parts/OptionList.tsx';
import { Screen } from '../../parts/Screen.tsx';
import { afterNeed, type Need } from '../flow.ts';
import { useReportFlow } from '../report-flow.ts';

/** Starts with what the person needs, not with what a form needs. */
export function NeedScreen(): ReactNode {
  const { t, audience } = useUi().text;
  const { answers, subject, answer, go } = useReportFlow();
  const choices: (Option & { id: Need })[] = [
    {
      id: 'stop',
      label: t(subject === null ? 'need.stopGroup' : 'need.stop'),
      hint: t('need.stop.hint'),
      icon: <StopIcon />,
    },
    { id: 'help', label: t('need.help'), hint: t('need.help.hint'), icon: <HelpIcon /> },
    { id: 'tell', label: t('need.tell'), hint: t('need.tell.hint'), icon: <ShieldIcon /> },
  ];
  return (
    <Screen
      title={t('need.question')}
      hint={audience === 'child' ? <span className="wh-comfort">{t('need.comfort.child')}</span> : null}
    >
      <OptionList
        label={t('need.question')}
        options={choices.map((choice) => ({ ...choice, isChosen: choice.id === answers.need }))}
        onChoose={(id) => {
          const need = choices.find((choice) => choice.id === id)?.id ?? 'tell';
          answer({ need });
          go(afterNeed(need));
        }}
      />
    </Screen>
  );
}
