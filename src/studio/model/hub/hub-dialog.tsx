import { Dialog, Heading, Modal, ModalOverlay } from 'react-aria-components';
import { useHub } from '../../stores/hub-store';
import { text } from '../../text';
import { HubForm } from './hub-form';

/** Look for a model on the hub, choose one of its files, fetch it. */
export function HubDialog() {
  const { isOpen, show } = useHub();
  return (
    <ModalOverlay className="overlay" isDismissable isOpen={isOpen} onOpenChange={show}>
      <Modal className="modal">
        <Dialog className="dialog">
          <Heading slot="title" level={2}>
            {text.hub.title}
          </Heading>
          <HubForm />
        </Dialog>
      </Modal>
    </ModalOverlay>
  );
}
