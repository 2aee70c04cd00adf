import { studioHeaders } from '../../../scripts/vite/security-headers';

/** Headers that this page should have come with and has not, as `Name: value` lines. */
export async function missingHeaders(): Promise<readonly string[]> {
  const { headers } = await fetch(location.pathname, { method: 'HEAD' });
  return Object.entries(studioHeaders)
    .filter(([name]) => !headers.has(name))
    .map(([name, value]) => `${name}: ${value}`);
}
