import type { ReactNode } from 'react';
import { Dialog, Heading, Modal, ModalOverlay } from 'react-aria-components';
import { useOverlay, type OverlayName } from './overlay-store';

interface OverlayProps {
  readonly name: OverlayName;
  readonly title: string;
  readonly className?: string;
  readonly children: ReactNode;
}

/** A dialog over the page, closed by Escape or by a press beside it. */
export function Overlay({ name, title, className = '', children }: OverlayProps) {
  const { open, close } = useOverlay();
  return (
    <ModalOverlay
      className="overlay"
      isDismissable
      isOpen={open === name}
      onOpenChange={(isOpen) => {
        if (!isOpen) close();
      }}
    >
      <Modal className={`modal ${className}`}>
        <Dialog className="dialog">
          <Heading slot="title" level={2}>
            {title}
          </Heading>
          {children}
        </Dialog>
      </Modal>
    </ModalOverlay>
  );
}
