import { DeviceBadge } from './device-badge';

/** What stands at the right of the header, on every place. */
export function HeaderActions() {
  return (
    <div className="head-actions">
      <DeviceBadge />
    </div>
  );
}
