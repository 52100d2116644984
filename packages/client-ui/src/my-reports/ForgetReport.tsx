import type { ReactNode } from 'react';
import { Button, Dialog, Heading, Modal, ModalOverlay } from 'react-aria-components';
import { useUi } from '../context.ts';

export interface ForgetReportProps {
  isOpen: boolean;
  /** The safety team does not have the report: removing it here ends it. */
  isUnsent: boolean;
  onKeep: () => void;
  onForget: () => void;
}

/** Asks before a report is removed from this device. */
export function ForgetReport(props: ForgetReportProps): ReactNode {
  const { text, theme } = useUi();
  const kind = props.isUnsent ? 'mine.withdraw' : 'mine.forget';
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
              {text.t(`${kind}.question`)}
            </Heading>
            <p className="wh-hint">{text.t(`${kind}.text`)}</p>
          </div>
          <div className="wh-footer">
            <Button className="wh-button wh-button-quiet" onPress={props.onForget}>
              {text.t(`${kind}.confirm`)}
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
