import type { ReactNode } from 'react';
import { Dialog, Heading, Modal, ModalOverlay } from 'react-aria-components';
import { useTranslate } from '../i18n/messages.ts';
import { IconButton } from './IconButton.tsx';

/** A dialog with a title and a way out; over the whole screen where that is small. */
export function Sheet(props: {
  title: string;
  onClose: () => void;
  children: ReactNode;
  wide?: boolean;
  untitled?: boolean;
}) {
  const t = useTranslate();
  return (
    <ModalOverlay className="overlay" isOpen isDismissable onOpenChange={(open) => !open && props.onClose()}>
      <Modal className="sheet" data-wide={props.wide || undefined}>
        <Dialog className="sheet-body">
          <header className="sheet-head" data-untitled={props.untitled || undefined}>
            <Heading slot="title" className={props.untitled ? 'visually-hidden' : 'sheet-title'}>
              {props.title}
            </Heading>
            <IconButton icon="close" label={t('close')} onPress={props.onClose} />
          </header>
          {props.children}
        </Dialog>
      </Modal>
    </ModalOverlay>
  );
}
