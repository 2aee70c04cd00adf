import { SessionsButton } from '../sessions/sessions-button';
import { DeviceBadge } from './device-badge';
import { PaletteButton } from './palette-button';

/** What stands at the right of the header, on every place. */
export function HeaderActions() {
  return (
    <div className="head-actions">
      <DeviceBadge />
      <SessionsButton />
      <PaletteButton />
    </div>
  );
}
