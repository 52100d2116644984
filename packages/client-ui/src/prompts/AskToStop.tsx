import type { Prompt } from '@wellhouse/client';
import { type ReactNode, useEffect, useRef } from 'react';
import { Button } from 'react-aria-components';
import { useUi } from '../context.ts';

/** "Not for me" switches a whole kind off, so it says which, and where to find it again. */
export function AskToStop(props: { kind: Prompt['kind']; onStop: () => void; onKeep: () => void }): ReactNode {
  const { t } = useUi().text;
  const title = useRef<HTMLParagraphElement>(null);
  useEffect(() => title.current?.focus(), []);
  return (
    <>
      <p className="wh-prompt-title" tabIndex={-1} ref={title}>
        {t('prompt.off.title')}
      </p>
      <p className="wh-prompt-advice">{t('prompt.off.text', { kind: t(`kind.${props.kind}`) })}</p>
      <div className="wh-prompt-acts">
        <Button className="wh-button" onPress={props.onStop}>
          {t('prompt.off.yes')}
        </Button>
        <Button className="wh-button wh-button-quiet" onPress={props.onKeep}>
          {t('prompt.off.no')}
        </Button>
      </div>
    </>
  );
}
