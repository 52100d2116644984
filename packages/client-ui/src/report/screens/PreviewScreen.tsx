import { type SentReport, WellhouseClientError } from '@wellhouse/client';
import { type ReactNode, useRef, useState } from 'react';
import { Button } from 'react-aria-components';
import { useUi } from '../../context.ts';
import type { MessageId } from '../../i18n/message-id.ts';
import { LockIcon, QuietIcon } from '../../parts/icons.tsx';
import { Screen } from '../../parts/Screen.tsx';
import { ExactBytes } from '../preview/ExactBytes.tsx';
import { FilesWithoutRoom } from '../preview/files-without-room.ts';
import { PreviewAnswers } from '../preview/PreviewAnswers.tsx';
import { PreviewMessages } from '../preview/PreviewMessages.tsx';
import { PreviewPeople } from '../preview/PreviewPeople.tsx';
import { useReportFlow } from '../report-flow.ts';
import { usePreview } from '../use-draft.ts';

const failures = {
  'too-large': 'preview.tooLarge',
  gone: 'preview.goneReported',
  'versions-gone': 'preview.goneVersions',
  other: 'preview.failed',
} as const satisfies Record<string, MessageId>;

/** What is shown here is read from the bytes that `Send` seals. */
export function PreviewScreen({ onSent }: { onSent: (sent: SentReport) => void }): ReactNode {
  const { text, wellhouse } = useUi();
  const { t } = text;
  const { draft, subject, name, block, isBlocked } = useReportFlow();
  const made = usePreview(draft);
  const [isSending, setIsSending] = useState(false);
  const [hasFailed, setHasFailed] = useState(false);
  // a second tap can come before React has drawn the first one's effect
  const isTapped = useRef(false);
  const preview = made.state === 'failed' ? null : made.preview;

  async function send(): Promise<void> {
    if (made.state !== 'ready' || isTapped.current) return;
    isTapped.current = true;
    setIsSending(true);
    try {
      const sent = await wellhouse.send(made.preview);
      // the report is safe; a block that fails shows on the next screen, where it can be tried again
      if (made.preview.view.payload.blocked && !isBlocked) await block().catch(() => {});
      onSent(sent);
    } catch (error) {
      // a message has gone since the preview was made: make it again, it names which
      if (error instanceof WellhouseClientError && error.code === 'message-expired') draft.set({});
      else setHasFailed(true);
      setIsSending(false);
      isTapped.current = false;
    }
  }

  return (
    <Screen
      title={t('preview.question')}
      footer={
        <Button className="wh-button" isDisabled={made.state !== 'ready' || isSending} onPress={() => void send()}>
          {t(isSending ? 'preview.sending' : 'preview.send')}
        </Button>
      }
    >
      <ul className="wh-promises">
        <li>
          <LockIcon />
          <span>{t('preview.readers', { readers: draft.config.readers })}</span>
        </li>
        <li>
          <QuietIcon />
          <span>{subject === null ? t('preview.notTold.group') : t('preview.notTold', { name: name(subject) })}</span>
        </li>
      </ul>
      {made.state === 'failed' || hasFailed ? (
        <p className="wh-error" role="alert">
          {t(made.state === 'failed' ? failures[made.why] : 'preview.failed')}
        </p>
      ) : null}
      <FilesWithoutRoom value={preview?.filesWithoutRoom ?? []}>
        <PreviewMessages view={preview?.view ?? null} />
      </FilesWithoutRoom>
      <PreviewPeople />
      {preview ? <PreviewAnswers view={preview.view} /> : null}
      <p className="wh-fair">{t('preview.fair')}</p>
      {preview ? <ExactBytes view={preview.view} /> : null}
    </Screen>
  );
}
