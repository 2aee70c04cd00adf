import { Button } from 'react-aria-components';
import { useOverlay } from '../actions/overlay-store';
import { useSessions } from '../stores/session-store';
import { text } from '../text';

/** Opens the list of sessions; says whether the analysis on the page is kept. */
export function SessionsButton() {
  const show = useOverlay((state) => state.show);
  const { current, busy } = useSessions();
  const state = busy?.work === 'saving' ? text.sessions.busy.saving : current === null ? undefined : text.sessions.saved;
  return (
    <Button
      className="button sessions-button"
      data-state={busy?.work === 'saving' ? 'saving' : current === null ? 'none' : 'kept'}
      onPress={() => show('sessions')}
    >
      {text.sessions.open}
      {state !== undefined && <span className="visually-hidden">{state}</span>}
    </Button>
  );
}
