import { preview } from 'vite';
import { expectAccessible } from './axe';
import { expect, test, tinyModel } from './fixtures';
import { Studio } from './studio';
import { watch } from './watch';

test('the page and its workers keep to a policy that refuses markup and foreign scripts', async ({ page }) => {
  const response = await page.goto('/');
  const policy = response?.headers()['content-security-policy'];
  expect(policy).toContain("default-src 'none'");
  expect(policy).toContain("require-trusted-types-for 'script'; trusted-types default");
  const refused = await page.evaluate(() => {
    const attempts = [() => (document.createElement('div').innerHTML = '<img>'), () => new Worker('https://example.org/worker.js')];
    return attempts.map((attempt) => {
      try {
        attempt();
        return false;
      } catch {
        return true;
      }
    });
  });
  expect(refused).toEqual([true, true]);
});

test('a server that sends no headers: the page names them, and one thread does the work', async ({ browser }) => {
  const server = await preview({ configFile: false, logLevel: 'silent', preview: { port: 0, host: '127.0.0.1' } });
  const page = await browser.newPage({ baseURL: server.resolvedUrls?.local[0] ?? '' });
  const check = await watch(page, []);
  const studio = new Studio(page);
  await studio.open();
  const notice = page.getByRole('status').filter({ hasText: 'one thread here' });
  await expect(notice).toContainText('Cross-Origin-Opener-Policy: same-origin');
  await expect(notice).toContainText('Cross-Origin-Embedder-Policy: require-corp');
  await expect(notice).toContainText('Content-Security-Policy: default-src');
  await expectAccessible(page);
  await studio.openTinyModel(tinyModel);
  await studio.analyseQuickly('Processor (wasm)');
  await expect(page.getByRole('status', { name: 'Result of the analysis' })).toContainText('wasm, 1 thread');
  await notice.getByRole('button', { name: /^Dismiss/ }).click();
  await expect(notice).toBeHidden();
  check();
  await page.close();
  await server.close();
});
