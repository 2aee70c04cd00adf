import { Button } from 'react-aria-components';
import { Keys } from '../actions/keys';
import { useOverlay } from '../actions/overlay-store';
import { text } from '../text';

export function PaletteButton() {
  const show = useOverlay((state) => state.show);
  return (
    <Button className="button palette-button" onPress={() => show('palette')}>
      {text.actions.palette} <Keys shortcut={{ key: 'k', withControl: true }} />
    </Button>
  );
}
