import type { ReactNode } from 'react';
import { Button } from 'react-aria-components';
import { useUi } from '../../context.ts';
import { type Choice, Choices } from '../../parts/Choices.tsx';
import { Screen } from '../../parts/Screen.tsx';
import { afterAbout, nodesAlong } from '../flow.ts';
import { useReportFlow } from '../report-flow.ts';
import { useDraftState } from '../use-draft.ts';

const values = ['me', 'someone-else', 'a-child'] as const;

export function AboutScreen(): ReactNode {
  const { t } = useUi().text;
  const { answers, draft, go } = useReportFlow();
  const { about } = useDraftState(draft);
  const node = nodesAlong(draft.config.tree, answers.chosen).at(-1);
  const choices: (Choice & { value: (typeof values)[number] })[] = [
    { value: 'me', label: t('about.me') },
    { value: 'someone-else', label: t('about.someoneElse') },
    { value: 'a-child', label: t('about.aChild'), hint: t('about.aChild.hint') },
  ];
  return (
    <Screen
      title={t('about.question')}
      footer={
        <Button
          className="wh-button"
          isDisabled={about === 'not-asked'}
          onPress={() => go(node ? afterAbout(node) : { screen: 'words' })}
        >
          {t('next')}
        </Button>
      }
    >
      <Choices
        legend={t('about.question')}
        choices={choices}
        value={about === 'not-asked' ? null : about}
        onChange={(value) => draft.set({ about: values.find((candidate) => candidate === value) ?? 'not-asked' })}
      />
    </Screen>
  );
}
