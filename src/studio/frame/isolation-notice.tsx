import { useEffect, useState } from 'react';
import { text } from '../text';
import { Notice } from '../ui/notice';
import { missingHeaders } from './missing-headers';

/** Says why the page has one thread only, where it is not cross-origin isolated. */
export function IsolationNotice() {
  const [missing, setMissing] = useState<readonly string[]>([]);
  const [dismissed, setDismissed] = useState(false);
  useEffect(() => {
    // A host that refuses to be asked leaves the list empty; the reason is said all the same.
    if (!crossOriginIsolated) missingHeaders().then(setMissing, () => undefined);
  }, []);
  if (crossOriginIsolated || dismissed) return null;
  const { isolation } = text.frame;
  const lines = isSecureContext ? [isolation.lead, ...missing] : [isolation.insecure];
  return <Notice title={isolation.title} lines={lines} onDismiss={() => setDismissed(true)} />;
}
