import { chromium } from '@playwright/test';
import { findChromium } from '../scripts/find-chromium.mjs';
import { expect, test, tinyModel } from './fixtures';
import { Studio } from './studio';
import { watch } from './watch';

test('without WebGPU the page says so, refuses it in words, and the processor does the work', async ({ baseURL }) => {
  const executablePath = await findChromium();
  // Without the flags of the other tests there is no adapter.
  const args = process.getuid?.() === 0 ? ['--no-sandbox'] : [];
  const browser = await chromium.launch({ args, ...(executablePath === undefined ? {} : { executablePath }) });
  const page = await browser.newPage(baseURL === undefined ? {} : { baseURL });
  const check = await watch(page, []);
  const studio = new Studio(page);
  await studio.open();
  await expect(page.getByRole('banner')).toContainText('No WebGPU: the processor is used');
  await studio.openTinyModel(tinyModel);
  await studio.go('Analysis');
  await studio.setNumber('Max length', 16);
  await studio.setNumber('Max samples', 4);
  await studio.chooseDevice('WebGPU');
  await page.getByRole('button', { name: 'Analyse', exact: true }).click();
  await expect(studio.panel('Progress').getByRole('alert')).toContainText('choose wasm', { ignoreCase: true });
  await studio.go('Data & model');
  await expect(studio.panel('Model')).toContainText('tiny-bert');
  await studio.analyseQuickly('Processor (wasm)');
  check();
  await browser.close();
});
