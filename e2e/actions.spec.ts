import { expectAccessible } from './axe';
import { expect, test } from './fixtures';
import { Studio } from './studio';

test('the palette finds an action by its name and performs it; keys do the same', async ({ page }) => {
  const studio = new Studio(page);
  await studio.open();
  await page.keyboard.press('Control+k');
  const palette = page.getByRole('dialog', { name: 'Commands' });
  await expect(palette).toBeVisible();
  await expectAccessible(page);
  await page.keyboard.press('ArrowUp');
  await expect(palette.getByRole('menuitem').last()).toBeInViewport();
  await page.keyboard.type('go to prune');
  await expect(palette.getByRole('menuitem')).toHaveCount(1);
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await expect(palette).toBeHidden();
  await expect(studio.tab('Prune & export')).toHaveAttribute('aria-current', 'page');
  await page.keyboard.press('1');
  await expect(studio.tab('Data & model')).toHaveAttribute('aria-current', 'page');
});

test('keys are not commands where one types', async ({ page }) => {
  const studio = new Studio(page);
  await studio.open();
  await page.keyboard.press('2');
  await page.getByRole('textbox', { name: 'Max length' }).fill('');
  await page.keyboard.type('33');
  await expect(studio.tab('Analysis')).toHaveAttribute('aria-current', 'page');
  await page.keyboard.press('Tab');
  await expect(page.getByRole('textbox', { name: 'Max length' })).toHaveValue('33');
});

test('shortcuts and terms explain themselves', async ({ page }) => {
  const studio = new Studio(page);
  await studio.open();
  await page.keyboard.press('?');
  const list = page.getByRole('dialog', { name: 'Keyboard shortcuts' });
  await expect(list).toContainText('Go to Analysis');
  await page.keyboard.press('Escape');
  await expect(list).toBeHidden();
  await studio.panel('Model').getByRole('button', { name: 'Opset' }).focus();
  await expect(page.getByRole('tooltip')).toContainText('operators');
  await page.keyboard.press('Escape');
  await expect(page.getByRole('tooltip')).toBeHidden();
  await page.mouse.move(5, 5);
  await studio.panel('Model').getByRole('button', { name: 'Pooling' }).hover();
  await expect(page.getByRole('tooltip')).toContainText('one vector');
});
