import { expectAccessible } from './axe';
import { expect, test, tinyModel } from './fixtures';
import { Studio } from './studio';

// A browser whose own numbers have a point between thousands.
test.use({ locale: 'de-DE' });

test('tuning from the first change to the comparison', async ({ page }) => {
  const studio = new Studio(page);
  await studio.open();
  await studio.openTinyModel(tinyModel);
  await studio.analyseQuickly('Processor (wasm)');
  await studio.go('Prune & export');
  const status = page.getByRole('status', { name: 'Plan', exact: true });
  await expect(status).toContainText('4,096 of 8,192');

  await test.step('the meter has measured sizes, and says what zeros do not do', async () => {
    const meter = page.locator('footer');
    await expect(meter).toContainText('compressed', { timeout: 60_000 });
    await meter.getByRole('button', { name: 'Sizes' }).click();
    await expect(meter.getByRole('table', { name: 'Sizes of the model' }).getByRole('row')).toHaveCount(4);
    await expect(meter).toContainText('Zeros alone make nothing faster.');
    await expectAccessible(page);
    await meter.getByRole('button', { name: 'Sizes' }).click();
  });

  await test.step('a filter by name shows what it matches, and one that cannot be read is not taken over', async () => {
    await page.getByRole('button', { name: /^Weights/ }).click();
    const filter = page.getByRole('searchbox', { name: 'Name filter' });
    await filter.fill('/layer.0/');
    await expect(page.getByText('6 weights match')).toBeVisible();
    await expect(status).toContainText('2,048 of 4,096');
    await filter.fill('/(/');
    await expect(page.getByText('a ( is not closed')).toBeVisible();
    await expect(status).toContainText('2,048 of 4,096');
    await filter.fill('');
    await expect(status).toContainText('4,096 of 8,192');
  });

  await test.step('a layer is taken out in the tree, and undo brings it back', async () => {
    const tree = page.getByRole('treegrid', { name: 'Layers and matrices' });
    await tree.getByRole('row', { name: 'Layer 0' }).click();
    await tree.getByRole('row', { name: 'Layer 0' }).click();
    await expect(status).toContainText('2,048 of 4,096');
    await page.keyboard.press('Control+z');
    await page.keyboard.press('Control+z');
    await expect(status).toContainText('4,096 of 8,192');
    await page.keyboard.press('Control+Shift+Z');
    await page.keyboard.press('Control+Shift+Z');
    await expect(status).toContainText('2,048 of 4,096');
    await page.getByRole('button', { name: 'Back to types and filter' }).click();
    await expect(status).toContainText('4,096 of 8,192');
  });

  await test.step('pinned settings are compared with what comes after: an override and another method', async () => {
    await studio.openTab('Compare');
    await page.getByRole('button', { name: 'Pin settings as A' }).click();
    await expect(studio.panel('Overlap of the masks')).toContainText('100.0%');
    await page.getByRole('button', { name: /^Overrides/ }).click();
    await page.getByRole('button', { name: 'Add override' }).click();
    await page.getByRole('button', { name: /^Presets/ }).click();
    await page.getByRole('button', { name: 'Magnitude', exact: true }).click();
    const settings = studio.panel('Settings');
    for (const name of ['method', 'overrides']) await expect(settings.getByRole('row', { name })).toContainText('differs');
    await expect(studio.panel('Overlap of the masks')).toContainText('Go in A alone');
    await expectAccessible(page);
    await page.getByRole('button', { name: 'Back to A' }).click();
    await expect(settings).toContainText('No setting differs.');
  });

  await test.step('the threshold is moved with the keys, and every chart has a table', async () => {
    await studio.openTab('Charts');
    const threshold = page.getByRole('slider', { name: 'Threshold, as sparsity' });
    await threshold.focus();
    for (let i = 0; i < 4; i++) await page.keyboard.press('ArrowRight');
    await expect(status).toContainText('4,259 of 8,192');
    const titles = ['Scores of the candidates', 'Share of zeros', 'Fisher information, general against domain', 'Alignment and conflict'];
    for (const title of titles) {
      const panel = studio.panel(title);
      expect(await panel.locator('svg *').count()).toBeLessThan(2000);
      await panel.getByRole('radio', { name: 'Table' }).click();
      await expect(panel.getByRole('grid', { name: title }).getByRole('row').nth(1)).toBeVisible();
    }
    await expectAccessible(page);
  });

  await test.step('a number is read as the page writes numbers', async () => {
    await studio.setNumber('Exact sparsity', 52.5);
    await expect(page.getByRole('textbox', { name: 'Exact sparsity', exact: true })).toHaveValue(/^52\.5/);
    await expect(status).toContainText('4,300 of 8,192');
  });

  await test.step('a preset of one’s own outlives a reload', async () => {
    await page.getByRole('textbox', { name: 'Name', exact: true }).fill('mine');
    await page.getByRole('button', { name: 'Save these settings' }).click();
    await expect(page.getByRole('list', { name: 'Your own' }).getByRole('button', { name: 'mine', exact: true })).toBeVisible();
    expect(await page.evaluate(() => localStorage.getItem('gaprune.presets'))).toContain('"sparsity":0.525');
  });
});
