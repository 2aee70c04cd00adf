import { cdp } from 'vitest/browser';

/** Lets this origin keep so many bytes more than it does; without a number, as many as the browser allows. */
export async function allowBytes(more?: number): Promise<void> {
  const { usage = 0 } = await navigator.storage.estimate();
  const quota = more === undefined ? {} : { quotaSize: usage + more };
  await cdp().send('Storage.overrideQuotaForOrigin', { origin: location.origin, ...quota });
}
