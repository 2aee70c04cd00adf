/**
 * `npm run screenshots`: pictures of every place of the built studio, with the built-in model analysed, light and dark, wide and narrow.
 * All go to `.cache/screenshots`; those that the README and the guide show go to `docs/images` too.
 */
import { copyFileSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Browser, type Page, chromium } from 'playwright';
import { build, preview } from 'vite';
import { chromiumArguments, findChromium } from '../../scripts/find-chromium.mjs';
import { Studio } from '../../e2e/studio';
import { views } from './views';

const root = fileURLToPath(new URL('../..', import.meta.url));
const output = join(root, '.cache/screenshots');
const images = join(root, 'docs/images');
const WIDTHS = { 1440: 900, 1024: 768, 400: 800 } as const;
const THEMES = ['light', 'dark'] as const;
/** The pictures that documents show, by view. */
const SHOWN: Readonly<Record<string, string>> = {
  'heatmap-1440-light': 'studio.png',
  'data-1440-light': 'data.png',
  'analysis-1440-light': 'analysis.png',
  'charts-1440-light': 'charts.png',
  'tensor-1440-light': 'tensor.png',
  'export-1440-light': 'export.png',
};

mkdirSync(output, { recursive: true });
await build({ root, logLevel: 'warn' });
const server = await preview({ root, logLevel: 'warn', preview: { port: 4199, strictPort: false } });
const address = server.resolvedUrls?.local[0] ?? 'http://localhost:4199/';
const executablePath = await findChromium();
const browser = await chromium.launch({ args: chromiumArguments, ...(executablePath === undefined ? {} : { executablePath }) });
try {
  const page = await analysed(browser);
  for (const theme of THEMES) {
    await page.emulateMedia({ colorScheme: theme });
    for (const [width, height] of Object.entries(WIDTHS)) {
      await page.setViewportSize({ width: Number(width), height });
      for (const { name, show } of views) await take(page, `${name}-${width}-${theme}`, show);
    }
  }
} finally {
  await browser.close();
  await server.close();
}

/** The studio with the built-in model and data, analysed on short texts so that it takes about a minute. */
async function analysed(browser: Browser): Promise<Page> {
  const page = await browser.newPage({ baseURL: address, viewport: { width: 1440, height: 900 } });
  const studio = new Studio(page);
  await studio.open();
  await studio.go('Analysis');
  await studio.setNumber('Max length', 32);
  await studio.chooseDevice('Processor (wasm)');
  await page.getByRole('button', { name: 'Analyse', exact: true }).click();
  await page.getByRole('status', { name: 'Result of the analysis' }).waitFor({ timeout: 300_000 });
  await studio.go('Prune & export');
  await page.getByRole('button', { name: 'All linear layers', exact: true }).click();
  await studio.planIsCurrent();
  return page;
}

async function take(page: Page, name: string, show: (studio: Studio) => Promise<void>): Promise<void> {
  await show(new Studio(page));
  await page.mouse.move(0, 0);
  const file = join(output, `${name}.png`);
  await page.screenshot({ path: file });
  const shown = SHOWN[name];
  if (shown !== undefined) copyFileSync(file, join(images, shown));
  console.log(name);
}
