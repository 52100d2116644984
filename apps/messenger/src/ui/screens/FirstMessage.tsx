import { type FormEvent, useRef, useState } from 'react';
import { Button, Form, TextArea, TextField } from 'react-aria-components';
import { useTranslate } from '../i18n/messages.ts';
import { Avatar } from '../parts/Avatar.tsx';
import { explain } from '../parts/errors.ts';
import { Icon } from '../parts/Icon.tsx';
import { IconButton } from '../parts/IconButton.tsx';
import { useNames } from '../state/names.ts';
import { useSession } from '../state/use-session.ts';

/** What somebody is about to write to a person whom they have no conversation with. It begins when it is sent, and not before. */
export function FirstMessage(props: {
  to: string;
  words: string;
  onBack: () => void;
  onSent: (groupId: string) => void;
}) {
  const { to, onBack, onSent } = props;
  const t = useTranslate();
  const nameOf = useNames();
  const { device } = useSession();
  const [text, setText] = useState(props.words);
  const [problem, setProblem] = useState<string | null>(null);
  const isSending = useRef(false);
  /** Made by a try that then could not send: used again, so that nobody gets two. */
  const made = useRef<string | null>(null);
  const name = nameOf(to);

  async function submit(): Promise<void> {
    const words = text.trim();
    if (words === '' || isSending.current) return;
    isSending.current = true;
    setProblem(null);
    try {
      made.current ??= await device.createGroup(`${device.name} · ${name}`, [to]);
      await device.sendText(made.current, words);
      onSent(made.current);
    } catch (error) {
      setProblem(explain(error, t, nameOf));
    } finally {
      isSending.current = false;
    }
  }

  return (
    <>
      <header className="pane-head">
        <IconButton icon="back" label={t('back')} onPress={onBack} className="flip" />
        <Avatar id={to} name={name} />
        <div className="pane-title">
          <h2>
            <bdi>{name}</bdi>
          </h2>
          <p>
            <Icon name="lock" />
            {t('conversation.encrypted')}
          </p>
        </div>
      </header>
      <div className="pane-empty">
        <p>{t('first.unsent', { name })}</p>
      </div>
      <Form
        className="composer"
        onSubmit={(event: FormEvent) => {
          event.preventDefault();
          void submit();
        }}
      >
        {problem !== null && (
          <p className="problem" role="alert">
            {problem}
          </p>
        )}
        <div className="composer-line">
          <TextField aria-label={t('composer.label')} value={text} onChange={setText} className="composer-field">
            <TextArea
              rows={1}
              dir="auto"
              placeholder={t('composer.placeholder')}
              autoFocus
              onKeyDown={(event) => {
                if (event.key !== 'Enter' || event.shiftKey || event.nativeEvent.isComposing) return;
                event.preventDefault();
                void submit();
              }}
            />
          </TextField>
          <Button type="submit" className="button primary send" aria-label={t('composer.send')}>
            <Icon name="send" />
          </Button>
        </div>
      </Form>
    </>
  );
}
