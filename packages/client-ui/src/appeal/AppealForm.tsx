import type { AppealTarget } from '@wellhouse/client';
import { type ReactNode, useState } from 'react';
import { Button, Form, Label, Text, TextArea, TextField } from 'react-aria-components';
import { useUi } from '../context.ts';

const characters = 2_000;
/** From here on the characters that are left are counted out. */
const countFrom = 200;

export interface AppealFormProps {
  target: AppealTarget;
  /** To write on from. */
  words: string;
  onDone: () => void;
}

export function AppealForm({ target, words, onDone }: AppealFormProps): ReactNode {
  const { text, wellhouse } = useUi();
  const { t } = text;
  const [statement, setStatement] = useState(words);
  const [state, setState] = useState<'writing' | 'sending' | 'failed'>('writing');
  const left = characters - statement.length;
  const isReady = statement.trim().length >= 3 && state !== 'sending';
  const send = async (): Promise<void> => {
    setState('sending');
    try {
      await wellhouse.makeAppeal(target, statement);
      onDone();
    } catch {
      setState('failed');
    }
  };
  return (
    <Form
      className="wh-appeal-form"
      onSubmit={(event) => {
        event.preventDefault();
        if (isReady) void send();
      }}
    >
      <p className="wh-appeal-title">{t('appeal.question')}</p>
      <TextField className="wh-field" value={statement} maxLength={characters} onChange={setStatement}>
        <Text slot="description" className="wh-hint">
          {t('appeal.hint')}
        </Text>
        <Label className="wh-field-label">{t('appeal.words')}</Label>
        {/* The person has just asked for it. */}
        <TextArea className="wh-textarea" rows={5} dir="auto" autoComplete="off" autoFocus />
      </TextField>
      <p className="wh-count" role="status">
        {left <= countFrom ? t('appeal.left', { count: left }) : ''}
      </p>
      {state === 'failed' ? (
        <p className="wh-error" role="alert">
          {t('appeal.failed')}
        </p>
      ) : null}
      <div className="wh-card-acts">
        <Button className="wh-button" type="submit" isDisabled={!isReady}>
          {t('appeal.send')}
        </Button>
        <Button className="wh-small" onPress={onDone}>
          {t('appeal.cancel')}
        </Button>
      </div>
    </Form>
  );
}
