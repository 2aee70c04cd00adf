import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium } from '@playwright/test';
import { expect, test } from '../fixtures';
import { Studio } from '../studio';

const SAMPLES = 300;

/** Goes on with the analysis that was cut: its statistics are those of an undisturbed one. */
async function resume(studio: Studio): Promise<void> {
  await studio.page.goto('/');
  const notice = studio.page.getByRole('region', { name: 'An analysis was cut short' });
  await expect(notice).toContainText(`of ${3 * SAMPLES} samples were counted`);
  await notice.getByRole('button', { name: 'Resume' }).click();
  await studio.analysisIsDone();
  await expect(studio.interruption).toContainText('gone on with, from its last checkpoint');
  await studio.expectSameAnew();
}

test('an analysis outlives a crash of its tab', async ({ page, context }) => {
  const crashing = await context.newPage();
  await new Studio(crashing).openUntilKept(SAMPLES);
  const cdp = await context.newCDPSession(crashing);
  const crashed = crashing.waitForEvent('crash');
  cdp.send('Page.crash').catch(() => undefined);
  await crashed;
  await page.bringToFront();
  await resume(new Studio(page));
});

test('an analysis outlives the end of its browser', async ({ launchOptions, baseURL }) => {
  const profile = await mkdtemp(join(tmpdir(), 'gaprune-profile-'));
  const open = () => chromium.launchPersistentContext(profile, { ...launchOptions, ...(baseURL === undefined ? {} : { baseURL }) });
  try {
    const first = await open();
    const studio = new Studio(await first.newPage());
    await studio.openUntilKept(SAMPLES);
    const closed = first.waitForEvent('close');
    const cdp = await first.newCDPSession(studio.page);
    cdp.send('Browser.crash').catch(() => undefined);
    await closed;
    const second = await open();
    await resume(new Studio(await second.newPage()));
    await second.close();
  } finally {
    await rm(profile, { recursive: true, force: true });
  }
});
