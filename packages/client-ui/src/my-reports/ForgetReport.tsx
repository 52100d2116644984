import type { ReactNode } from 'react';
import { Button, Dialog, Heading, Modal, ModalOverlay } from 'react-aria-components';
import { useUi } from '../context.ts';

/** Asks before a report is removed from this device. */
export function ForgetReport(props: { isOpen: boolean; onKeep: () => void; onForget: () => void }): ReactNode {
  const { text, theme } = useUi();
  return (
    <ModalOverlay
      className="wh-overlay wh-overlay-small"
      data-theme={theme}
      dir={text.direction}
      lang={text.locale}
      isOpen={props.isOpen}
      onOpenChange={(isOpen) => {
        if (!isOpen) props.onKeep();
      }}
    >
      <Modal className="wh-modal wh-modal-small">
        <Dialog className="wh-dialog" role="alertdialog">
          <div className="wh-scroll">
            <Heading slot="title" className="wh-question">
              {text.t('mine.forget.question')}
            </Heading>
            <p className="wh-hint">{text.t('mine.forget.text')}</p>
          </div>
          <div className="wh-footer">
            <Button className="wh-button wh-button-quiet" onPress={props.onForget}>
              {text.t('mine.forget.confirm')}
            </Button>
            <Button className="wh-button" autoFocus onPress={props.onKeep}>
              {text.t('mine.forget.cancel')}
            </Button>
          </div>
        </Dialog>
      </Modal>
    </ModalOverlay>
  );
}
