import type { ReactNode } from 'react';
import { Button, Label, Text, TextArea, TextField } from 'react-aria-components';
import { useUi } from '../../context.ts';
import { Screen } from '../../parts/Screen.tsx';
import { useReportFlow } from '../report-flow.ts';
import { useDraftState } from '../use-draft.ts';

/** From here on the characters that are left are counted out. */
const countFrom = 200;

export function WordsScreen(): ReactNode {
  const { t } = useUi().text;
  const { draft, go } = useReportFlow();
  const { statement } = useDraftState(draft);
  const maximum = draft.config.limits.statementCharacters;
  const left = maximum - statement.length;
  return (
    <Screen
      title={t('words.question')}
      footer={
        <Button className="wh-button" onPress={() => go({ screen: 'choices' })}>
          {t(statement.trim() === '' ? 'skip' : 'next')}
        </Button>
      }
    >
      <TextField
        className="wh-field"
        value={statement}
        maxLength={maximum}
        onChange={(value) => draft.set({ statement: value })}
      >
        <Text slot="description" className="wh-hint">
          {t('words.hint')}
        </Text>
        <Label className="wh-field-label">{t('words.label')}</Label>
        <TextArea className="wh-textarea" rows={6} dir="auto" autoComplete="off" />
      </TextField>
      <p className="wh-count" role="status">
        {left <= countFrom ? t('words.left', { count: left }) : ''}
      </p>
    </Screen>
  );
}
