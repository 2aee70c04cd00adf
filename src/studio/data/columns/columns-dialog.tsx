import { useEffect, useState } from 'react';
import { Dialog, Heading, Modal, ModalOverlay } from 'react-aria-components';
import type { FileColumns } from '../../../core/engine/data-view-types';
import type { DataRole } from '../../../core/engine/types';
import type { ErrorReport } from '../../../core/errors';
import { asReport, engine } from '../../engine';
import { type ReadFile, inQuestion, useData } from '../../stores/data-store';
import { text } from '../../text';
import { Problem } from '../../ui/problem';
import { Progress } from '../../ui/progress';
import { ColumnsForm } from './columns-form';

/** Which column of a file holds what: opens by itself for a file whose columns have no known names. */
export function ColumnsDialog({ role }: { readonly role: DataRole }) {
  const set = useData((state) => state[role]);
  const chosen = inQuestion(set);
  const close = (): void => useData.getState().choose(role, false);
  return (
    <ModalOverlay
      className="overlay"
      isDismissable
      isOpen={set.choosing && chosen !== null}
      onOpenChange={(isOpen) => {
        if (!isOpen) close();
      }}
    >
      <Modal className="modal wide">
        <Dialog className="dialog">
          <Heading slot="title" level={2}>
            {text.columns.title(text.data.roles[role].title)}
          </Heading>
          {chosen !== null && <Columns role={role} chosen={chosen} onClose={close} />}
        </Dialog>
      </Modal>
    </ModalOverlay>
  );
}

interface ColumnsProps {
  readonly role: DataRole;
  readonly chosen: ReadFile;
  readonly onClose: () => void;
}

function Columns({ role, chosen, onClose }: ColumnsProps) {
  const [found, setFound] = useState<FileColumns | null>(null);
  const [problem, setProblem] = useState<ErrorReport | null>(null);
  const { file, reading } = chosen;
  useEffect(() => {
    let isCurrent = true;
    engine()
      .inspectColumns(file)
      .then((columns) => {
        if (isCurrent) setFound(columns);
      })
      .catch((error: unknown) => {
        if (isCurrent) setProblem(asReport(error));
      });
    return () => {
      isCurrent = false;
    };
  }, [file]);
  if (problem !== null) return <Problem title={text.columns.notRead(file.name)} report={problem} onDismiss={onClose} />;
  if (found === null) return <Progress label={text.columns.reading(file.name)} share={null} />;
  const first = reading.fields ?? found.proposed;
  return <ColumnsForm role={role} fileName={file.name} found={found} first={first} onClose={onClose} />;
}
