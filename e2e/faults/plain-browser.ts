import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium, type BrowserContext } from '@playwright/test';

/**
 * A browser as a person has it: a tab behind another one is hidden there, and the browser slows its timers down. A browser that a test begins
 * in the usual way calls every tab visible and slows nothing down.
 */
export async function withPlainBrowser(
  executablePath: string,
  args: readonly string[],
  use: (context: BrowserContext) => Promise<void>,
): Promise<void> {
  const profile = await mkdtemp(join(tmpdir(), 'gaprune-profile-'));
  const own = ['--headless=new', '--remote-debugging-port=0', `--user-data-dir=${profile}`];
  const child = spawn(executablePath, [...own, ...args], { stdio: ['ignore', 'ignore', 'pipe'] });
  const ended = once(child, 'exit');
  try {
    const browser = await chromium.connectOverCDP(await addressIn(child.stderr), { noDefaults: true });
    const [context] = browser.contexts();
    if (context === undefined) throw new Error('The browser has no window.');
    await use(context);
    await (await browser.newBrowserCDPSession()).send('Browser.close');
  } finally {
    child.kill();
    await ended;
    await rm(profile, { recursive: true, force: true, maxRetries: 5 });
  }
}

/** The address that a browser says it can be steered at. */
async function addressIn(said: AsyncIterable<Buffer>): Promise<string> {
  let text = '';
  for await (const part of said) {
    text += part.toString();
    const [, address] = /DevTools listening on (ws:\S+)/.exec(text) ?? [];
    if (address !== undefined) return address;
  }
  throw new Error(`The browser did not start: ${text}`);
}
