import type { Studio } from '../../e2e/studio';
import { tabIds } from '../../src/studio/prune/tabs/tab-ids';
import { text } from '../../src/studio/text';

/** A state of the page worth a picture, and how a person gets there. */
interface View {
  readonly name: string;
  readonly show: (studio: Studio) => Promise<void>;
}

const closed = async ({ page }: Studio): Promise<void> => {
  await page.keyboard.press('Escape');
  await page.evaluate(() => window.scrollTo(0, 0));
};

async function tab(studio: Studio, label: string): Promise<void> {
  await closed(studio);
  await studio.go('Prune & export');
  await studio.page.getByRole('tab', { name: label, exact: true }).click();
  await studio.planIsCurrent();
}

const place = (name: string, title: 'Data & model' | 'Analysis'): View => ({
  name,
  show: async (studio) => {
    await closed(studio);
    await studio.go(title);
  },
});

/** One of the pictures of the heatmap's tab. */
function picture(name: string, label: string): View {
  return {
    name,
    show: async (studio) => {
      await tab(studio, text.prune.tabs.heatmap);
      await studio.page.getByRole('radio', { name: label, exact: true }).click();
      if (name !== 'heatmap') await studio.page.locator('canvas').first().waitFor();
      if (name === 'tensor') await studio.page.locator('.tensor-stage[data-state="settled"]').waitFor();
      await studio.page.waitForLoadState('networkidle');
    },
  };
}

export const views: readonly View[] = [
  place('data', 'Data & model'),
  place('analysis', 'Analysis'),
  picture('heatmap', 'Overview'),
  picture('tensor', 'Matrix'),
  picture('heads', 'Attention heads'),
  picture('neurons', 'MLP neurons'),
  ...tabIds.filter((id) => id !== 'heatmap').map((id): View => ({ name: id, show: (studio) => tab(studio, text.prune.tabs[id]) })),
  {
    name: 'sessions',
    show: async (studio) => {
      await closed(studio);
      await studio.page.getByRole('button', { name: text.sessions.open }).click();
      await studio.page.getByRole('dialog', { name: text.sessions.title }).getByRole('listitem').first().waitFor();
    },
  },
  {
    name: 'palette',
    show: async (studio) => {
      await closed(studio);
      await studio.page.keyboard.press('Control+k');
      await studio.page.getByRole('dialog').waitFor();
    },
  },
];
