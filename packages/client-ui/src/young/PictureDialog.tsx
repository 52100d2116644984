import type { ReportableMessage } from '@wellhouse/client';
import { type ReactNode, useMemo, useState } from 'react';
import { Button, Dialog, Heading, I18nProvider, Modal, ModalOverlay } from 'react-aria-components';
import { useUi } from '../context.ts';
import { BackIcon, CloseIcon } from '../parts/icons.tsx';
import { AskScreen } from './screens/AskScreen.tsx';
import { ChooseScreen } from './screens/ChooseScreen.tsx';
import { DoneScreen } from './screens/DoneScreen.tsx';
import { HelpersScreen } from './screens/HelpersScreen.tsx';
import { SureScreen } from './screens/SureScreen.tsx';
import type { CoverReason } from './use-picture-cover.ts';
import { usePictureReport } from './use-picture-report.ts';
import { useYoung, YoungContext } from './young-context.ts';

/** The conversation around, and where the message with the picture stands in it; -1 before it is sent. */
export interface PictureMaterial {
  conversation: readonly ReportableMessage[];
  reported: number;
}

export interface PictureDialogProps {
  moment: 'view' | 'send';
  reason: CoverReason;
  /** Whom it is about: who sent it, or the only other person who would get it. Null: more than one. */
  person: string | null;
  /** Who sent it, also where no report can be made of it: never offered as somebody to turn to about it. */
  sender?: string;
  material: () => Promise<PictureMaterial>;
  /** Leave it covered; do not send it. */
  onSafe: () => void;
  /** Show it; send it. Comes only after a second question. */
  onGoOn: () => void;
}

/** Of the person whom it is about, in this dialog. */
export type BlockState = 'none' | 'done' | 'failed';

export type PictureStep = 'ask' | 'sure' | 'helpers' | 'choose' | 'done';

/** The question before a picture is seen or sent. Leaving it in any way is the safe choice. */
export function PictureDialog(props: PictureDialogProps): ReactNode {
  const { text, theme, wellhouse } = useUi();
  const young = useYoung();
  const [step, setStep] = useState<PictureStep>('ask');
  const report = usePictureReport(props);
  const { onSafe, person, sender } = props;
  const [block, setBlock] = useState<BlockState>('none');
  // whoever the picture is about is not somebody to turn to about it
  const around = useMemo(() => {
    const isOther = (accountId: string): boolean => accountId !== person && accountId !== sender;
    const { trusted, people } = young;
    return { ...young, trusted: trusted !== null && isOther(trusted) ? trusted : null, people: people.filter(isOther) };
  }, [young, person, sender]);

  function message(accountId: string): void {
    onSafe();
    young.messageTrusted(accountId, text.t('young.words'));
  }

  async function tell(person: string, withBlock: boolean): Promise<void> {
    setStep('done');
    // a report does not wait for a block that does not work
    await report.send(withBlock && (await doBlock(person)));
  }

  async function doBlock(person: string): Promise<boolean> {
    try {
      await wellhouse.block(person);
    } catch {
      setBlock('failed');
      return false;
    }
    setBlock('done');
    // the block on this device holds whatever the app does about it
    await young.onBlock(person).catch(() => {});
    return true;
  }

  const screen = (): ReactNode => {
    switch (step) {
      case 'ask':
        return <AskScreen {...props} go={setStep} message={message} tell={tell} report={report} />;
      case 'sure':
        return <SureScreen {...props} />;
      case 'helpers':
        return <HelpersScreen message={message} choose={() => setStep('choose')} />;
      case 'choose':
        return <ChooseScreen onChosen={message} />;
      case 'done':
        return (
          <DoneScreen
            report={report}
            person={person ?? ''}
            block={block}
            onBlock={() => void doBlock(person ?? '')}
            go={setStep}
            message={message}
            close={onSafe}
          />
        );
      default:
        return step satisfies never;
    }
  };

  return (
    <I18nProvider locale={text.locale}>
      <ModalOverlay
        className="wh-overlay"
        data-theme={theme}
        dir={text.direction}
        lang={text.locale}
        isOpen
        isDismissable={false}
        onOpenChange={(isOpen) => {
          if (!isOpen) onSafe();
        }}
      >
        <Modal className="wh-modal">
          <Dialog className="wh-dialog">
            <div className="wh-frame">
              <header className="wh-bar">
                {step === 'ask' || step === 'done' ? (
                  <Button className="wh-icon-button" aria-label={text.t('close')} onPress={onSafe}>
                    <CloseIcon />
                  </Button>
                ) : (
                  <Button className="wh-icon-button" aria-label={text.t('back')} onPress={() => setStep('ask')}>
                    <BackIcon />
                  </Button>
                )}
                <Heading slot="title" className="wh-title">
                  {text.t('young.bar')}
                </Heading>
                <span />
              </header>
              {/* another question is another screen: focus moves to it */}
              <div className="wh-screen" key={step}>
                <YoungContext value={around}>{screen()}</YoungContext>
              </div>
            </div>
          </Dialog>
        </Modal>
      </ModalOverlay>
    </I18nProvider>
  );
}
