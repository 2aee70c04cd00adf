import { useEffect, useState } from 'react';
import { Button, FileTrigger } from 'react-aria-components';
import type { SessionList } from '../../core/engine/types';
import { formatBytes } from '../format';
import { useSessions } from '../stores/session-store';
import { text } from '../text';
import { ModalDialog } from '../ui/modal-dialog';
import { Problem } from '../ui/problem';
import { SessionRow } from './session-row';

const { sessions: words } = text;

function Use({ used, quota }: SessionList) {
  if (used === null) return null;
  return <p className="help">{words.use(formatBytes(used), quota === null ? null : formatBytes(quota))}</p>;
}

function Import() {
  const { busy, add } = useSessions();
  return (
    <FileTrigger
      acceptedFileTypes={['.zip']}
      onSelect={(files) => {
        const [file] = files ?? [];
        if (file !== undefined) void add({ name: file.name, content: file });
      }}
    >
      <Button className="button" isDisabled={busy !== null}>
        {words.import}
      </Button>
    </FileTrigger>
  );
}

/** The button in the header, and the window with the list behind it. */
export function Sessions() {
  const { list, busy, problem, refresh, dismissProblem } = useSessions();
  const [isOpen, setOpen] = useState(false);
  useEffect(() => {
    if (isOpen) void refresh();
  }, [isOpen, refresh]);
  const isAtList = busy !== null && busy.id === null;
  return (
    <>
      <Button className="button quiet" onPress={() => setOpen(true)}>
        {words.open}
      </Button>
      <ModalDialog title={words.title} closeLabel={words.close} isOpen={isOpen} onOpenChange={setOpen}>
        <p className="lead">{words.lead}</p>
        <Problem title={words.problem} report={problem} onDismiss={dismissProblem} />
        {list === null ? (
          <p className="empty">{words.loading}</p>
        ) : list.sessions.length === 0 ? (
          <p className="empty">{words.none}</p>
        ) : (
          <ul className="sessions" aria-label={words.label}>
            {list.sessions.map((session) => (
              <SessionRow key={session.id} session={session} onOpened={() => setOpen(false)} />
            ))}
          </ul>
        )}
        <div className="dialog-foot">
          <Import />
          <span role="status">{isAtList ? words.busy[busy.work] : ''}</span>
          {list !== null && <Use {...list} />}
        </div>
      </ModalDialog>
    </>
  );
}
