import type { ReactNode } from 'react';
import { Button } from 'react-aria-components';
import { useUi } from '../../context.ts';
import { Choices } from '../../parts/Choices.tsx';
import { Screen } from '../../parts/Screen.tsx';
import { afterDanger } from '../flow.ts';
import { useReportFlow } from '../report-flow.ts';

const values = ['now', 'unsure', 'no'] as const;

/** Asked before anything else about the report. */
export function DangerScreen(): ReactNode {
  const { t } = useUi().text;
  const { answers, answer, draft, go, toCategories } = useReportFlow();
  const { danger } = answers;
  const leadOn = (): void => {
    const step = afterDanger(danger);
    if (step.screen === 'category') toCategories();
    else go(step);
  };
  return (
    <Screen
      title={t('danger.question')}
      hint={t('danger.hint')}
      footer={
        <Button className="wh-button" isDisabled={danger === 'not-asked'} onPress={leadOn}>
          {t('next')}
        </Button>
      }
    >
      <Choices
        legend={t('danger.question')}
        choices={values.map((value) => ({ value, label: t(`danger.${value}`) }))}
        value={danger === 'not-asked' ? null : danger}
        onChange={(value) => {
          const chosen = values.find((candidate) => candidate === value) ?? 'not-asked';
          answer({ danger: chosen });
          draft.set({ danger: chosen });
        }}
      />
    </Screen>
  );
}
