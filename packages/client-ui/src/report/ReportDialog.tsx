import type { ReportableMessage } from '@wellhouse/client';
import { type ReactNode, useState } from 'react';
import { Button, Dialog, Heading, I18nProvider, Modal, ModalOverlay } from 'react-aria-components';
import { useUi, useWellhouseUi } from '../context.ts';
import { BackIcon, CloseIcon, ExitIcon } from '../parts/icons.tsx';
import { DiscardDialog } from './DiscardDialog.tsx';
import { ReportScreens } from './ReportScreens.tsx';
import type { ReportTarget } from './report-target.ts';
import { Unavailable } from './screens/Unavailable.tsx';
import { type ReportStart, startSteps } from './suggestion.ts';
import { useNewDraft } from './use-draft.ts';
import { useTrail } from './use-trail.ts';

export interface ReportDialogProps {
  target: ReportTarget;
  /** The messages around, in order, as `receive` verified them; may be empty for an account or a group. */
  conversation: readonly ReportableMessage[];
  /** How the person on this device knows an account. */
  names: (accountId: string) => string;
  onClose: () => void;
  /** Begins at help or at the report, with a kind of abuse chosen; read once, when the dialog opens. Nothing is sent by it. */
  start?: ReportStart;
  /** After somebody was blocked on this device; tell the delivery service here if it should know. */
  onBlock?: (accountId: string) => void | Promise<void>;
  /** Offers "mute". */
  onMute?: () => void | Promise<void>;
  /** Offers "leave the group". */
  onLeave?: () => void | Promise<void>;
  /** A report was sent. If a prompt led to it, that is its answer: close it once the dialog is closed, so that the focus has its place. */
  onSent?: () => void;
  /** Offers "My reports" after a report was sent. */
  onShowReports?: () => void;
  /** Quick exit: closes the dialog unless you do more, such as showing another page. */
  onQuickExit?: () => void;
}

/** Everything from "What do you need?" to the case number. Render it to open it; it asks to be closed by `onClose`. */
export function ReportDialog(props: ReportDialogProps): ReactNode {
  const isLoaded = useWellhouseUi() !== null;
  return isLoaded ? <OpenDialog {...props} /> : null;
}

function OpenDialog(props: ReportDialogProps): ReactNode {
  const { text, theme, wellhouse } = useUi();
  const { target, conversation, start, onClose, onQuickExit = onClose } = props;
  const { locale, audience } = text;
  const [loading, retry] = useNewDraft(wellhouse, { target, conversation, locale, audience });
  const trail = useTrail(startSteps(start));
  const [isAsking, setIsAsking] = useState(false);
  const close = (): void => (trail.losesInput ? setIsAsking(true) : onClose());

  return (
    <I18nProvider locale={text.locale}>
      <ModalOverlay
        className="wh-overlay"
        data-theme={theme}
        dir={text.direction}
        lang={text.locale}
        isOpen
        isDismissable={false}
        isKeyboardDismissDisabled
      >
        <Modal className="wh-modal">
          <Dialog className="wh-dialog">
            {/* biome-ignore lint/a11y/noStaticElementInteractions: Esc anywhere in the dialog asks before it closes */}
            <div
              className="wh-frame"
              onKeyDown={(event) => {
                if (event.key === 'Escape' && !event.defaultPrevented) close();
              }}
            >
              <header className="wh-bar">
                {trail.back ? (
                  <Button className="wh-icon-button" aria-label={text.t('back')} onPress={trail.back}>
                    <BackIcon />
                  </Button>
                ) : trail.step.screen === 'sent' ? (
                  <span />
                ) : (
                  <Button className="wh-icon-button" aria-label={text.t('close')} onPress={close}>
                    <CloseIcon />
                  </Button>
                )}
                <Heading slot="title" className="wh-title">
                  {/* who asked for help has not begun a report */}
                  {trail.step.screen === 'help' && trail.step.isAsked ? text.t('need.help') : <Title {...props} />}
                </Heading>
                <Button className="wh-bar-text wh-exit" onPress={onQuickExit}>
                  <ExitIcon />
                  <span>{text.t('quickExit')}</span>
                </Button>
              </header>
              {loading.state === 'ready' ? (
                <ReportScreens {...props} draft={loading.draft} trail={trail} />
              ) : (
                <Unavailable {...props} state={loading.state} onRetry={retry} />
              )}
            </div>
            <DiscardDialog isOpen={isAsking} onKeep={() => setIsAsking(false)} onDiscard={onClose} />
          </Dialog>
        </Modal>
      </ModalOverlay>
    </I18nProvider>
  );
}

function Title({ target, names }: ReportDialogProps): ReactNode {
  const { t } = useUi().text;
  switch (target.kind) {
    case 'message':
      return t('title.message');
    case 'group':
      return t('title.group');
    case 'account':
      return t('title.account', { name: names(target.accountId) });
    default:
      return unknownTarget(target);
  }
}

function unknownTarget(target: never): never {
  throw new Error(`expected a message, an account or a group, got ${JSON.stringify(target)}`);
}
