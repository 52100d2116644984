import type { ReactNode } from 'react';
import { Button, Dialog, Heading, Modal, ModalOverlay } from 'react-aria-components';
import { useUi } from '../context.ts';

/** Asks before what was entered is lost. */
export function DiscardDialog(props: { isOpen: boolean; onKeep: () => void; onDiscard: () => void }): ReactNode {
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
              {text.t('discard.question')}
            </Heading>
            <p className="wh-hint">{text.t('discard.text')}</p>
          </div>
          <div className="wh-footer">
            <Button className="wh-button wh-button-quiet" onPress={props.onDiscard}>
              {text.t('discard.stop')}
            </Button>
            <Button className="wh-button" autoFocus onPress={props.onKeep}>
              {text.t('discard.keep')}
            </Button>
          </div>
        </Dialog>
      </Modal>
    </ModalOverlay>
  );
}
