import { useEffect } from 'react';
import { Button, FileTrigger } from 'react-aria-components';
import { Overlay } from '../actions/overlay';
import { useOverlay } from '../actions/overlay-store';
import type { StorageUse } from '../../core/sessions/store';
import { formatBytes } from '../format';
import { useSessions } from '../stores/session-store';
import { text } from '../text';
import { Problem } from '../ui/problem';
import { SessionRow } from './session-row';

const { sessions: words } = text;

function Use({ used, quota }: StorageUse) {
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

/** The window with the sessions that the browser keeps. */
export function SessionList() {
  const { list, busy, problem, refresh, dismissProblem } = useSessions();
  const { open, close } = useOverlay();
  useEffect(() => {
    if (open === 'sessions') void refresh();
  }, [open, refresh]);
  const isAtList = busy !== null && busy.id === null;
  return (
    <Overlay name="sessions" title={words.title} className="wide">
      <p className="help">{words.lead}</p>
      <Problem title={words.problem} report={problem} onDismiss={dismissProblem} />
      {list === null ? (
        <p className="empty">{words.loading}</p>
      ) : list.sessions.length === 0 ? (
        <p className="empty">{words.none}</p>
      ) : (
        <ul className="sessions" aria-label={words.label}>
          {list.sessions.map((session) => (
            <SessionRow key={session.id} session={session} onOpened={close} />
          ))}
        </ul>
      )}
      <div className="sessions-foot">
        <Import />
        <Button className="button quiet" onPress={close}>
          {words.close}
        </Button>
        <span role="status">{isAtList ? words.busy[busy.work] : ''}</span>
        {list !== null && <Use {...list} />}
      </div>
    </Overlay>
  );
}
