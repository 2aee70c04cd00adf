import { useEffect } from 'react';
import { Button, FileTrigger } from 'react-aria-components';
import type { NamedFile } from '../../core/engine/types';
import { Overlay } from '../actions/overlay';
import { useOverlay } from '../actions/overlay-store';
import type { StorageUse } from '../../core/sessions/store';
import { isSession } from '../files/peek';
import { formatBytes } from '../format';
import { useSessions } from '../stores/session-store';
import { text } from '../text';
import { Problem } from '../ui/problem';
import { openRun } from './open-run';
import { SessionRow } from './session-row';

const { sessions: words } = text;

function Use({ used, quota }: StorageUse) {
  if (used === null) return null;
  return <p className="help">{words.use(formatBytes(used), quota === null ? null : formatBytes(quota))}</p>;
}

function Import() {
  const { busy, add, fail } = useSessions();
  const close = useOverlay((state) => state.close);

  async function take(files: readonly NamedFile[]): Promise<void> {
    const [first] = files;
    if (first !== undefined && (await isSession(first))) await add(first);
    else if (files.length > 0) {
      const problem = await openRun(files);
      if (problem === null) close();
      else fail(problem);
    }
  }

  return (
    <FileTrigger
      acceptedFileTypes={['.zip', '.json', '.safetensors', '.npy']}
      allowsMultiple
      onSelect={(list) => void take([...(list ?? [])].map((file) => ({ name: file.name, content: file })))}
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
