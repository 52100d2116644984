import { type ReactNode, useEffect } from 'react';
import { Dialog as AriaDialog, Heading, Modal, ModalOverlay } from 'react-aria-components';
import { useRegistry } from '../actions/use-actions.ts';
import { useI18n } from '../i18n/I18n.tsx';
import { Button } from './Button.tsx';

export interface DialogProps {
  title: string;
  onClose: () => void;
  children: ReactNode;
  size?: 'small' | 'medium' | 'large';
}

/** A dialog over the page; the page's keys rest while it is open. Escape and the cross close it. */
export function Dialog({ title, onClose, children, size = 'medium' }: DialogProps) {
  const { t } = useI18n();
  const registry = useRegistry();
  useEffect(() => registry.suspend(), [registry]);
  return (
    <ModalOverlay className="overlay" isOpen isDismissable onOpenChange={(open) => !open && onClose()}>
      <Modal className="modal" data-size={size}>
        <AriaDialog className="dialog">
          <div className="dialog-head">
            <Heading slot="title">{title}</Heading>
            <Button look="plain" icon="close" aria-label={t('common.close')} onPress={onClose} />
          </div>
          {children}
        </AriaDialog>
      </Modal>
    </ModalOverlay>
  );
}
