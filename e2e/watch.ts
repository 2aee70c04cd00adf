import { expect, type Page } from '@playwright/test';

/** Puts breaches of the security policy on the console, those from before it was called as well. */
function reportBreaches(): void {
  const observer = new ReportingObserver(
    (reports) => {
      for (const { body } of reports) console.error('Breach of the security policy:', JSON.stringify(body));
    },
    { buffered: true, types: ['csp-violation'] },
  );
  observer.observe();
}

/**
 * Watches a page, before it is opened, for what may never happen: an error on the console, a breach of the security policy in the page or
 * one of its workers, a request to another site than those of `hosts`. The function that it gives checks.
 */
export async function watch(page: Page, hosts: readonly string[]): Promise<() => void> {
  const complaints: string[] = [];
  const asked = new Set<string>();
  page.on('console', (message) => {
    if (message.type() === 'error') complaints.push(message.text());
  });
  page.on('pageerror', (error) => complaints.push(error.message));
  page.on('request', (request) => {
    const { protocol, origin } = new URL(request.url());
    if (protocol !== 'data:' && protocol !== 'blob:') asked.add(origin);
  });
  page.on('worker', (worker) => {
    // A worker may end before it could be asked.
    worker.evaluate(reportBreaches).catch(() => undefined);
  });
  await page.addInitScript(reportBreaches);
  return () => {
    expect(complaints).toEqual([]);
    expect([...asked].filter((origin) => origin !== new URL(page.url()).origin && !hosts.includes(origin))).toEqual([]);
  };
}
