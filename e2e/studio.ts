import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, type Locator, type Page } from '@playwright/test';
import { tinyModel } from './fixtures';
import { readStoredZip } from './zip';

/** The studio as a person finds their way in it: by roles and labels. */
export class Studio {
  /** @param address where the studio is, for a page whose context does not know */
  constructor(
    readonly page: Page,
    private readonly address = '/',
  ) {}

  panel(name: string): Locator {
    return this.page.getByRole('region', { name, exact: true });
  }

  async open(): Promise<void> {
    await this.page.goto(this.address);
    await expect(this.panel('Model').getByText('Can be analysed.')).toBeVisible({ timeout: 60_000 });
    for (const set of ['General set', 'Domain set']) await expect(this.panel(set).getByRole('list').first()).toBeVisible();
  }

  /** The link of a place in the header. Its text is the place's name and how it stands. */
  tab(place: Place): Locator {
    return this.page.getByRole('navigation', { name: 'Places' }).getByRole('link', { name: new RegExp(`^${place}`) });
  }

  async go(place: Place): Promise<void> {
    await this.tab(place).click();
    await expect(this.page.getByRole('heading', { name: place, level: 2 })).toBeVisible();
  }

  /** The test model, small enough for any machine. */
  async openTinyModel(folder: string): Promise<void> {
    await this.choose('Model', 'Choose folder', folder);
    await expect(this.panel('Model').getByText('tiny-bert').first()).toBeVisible();
  }

  /** Gives files to a panel through the file dialog behind one of its buttons. */
  async choose(panel: string, button: string, files: string | string[] | GivenFile | GivenFile[]): Promise<void> {
    await this.go('Data & model');
    const dialog = this.page.waitForEvent('filechooser');
    await this.panel(panel).getByRole('button', { name: button, exact: true }).click();
    await (await dialog).setFiles(files);
  }

  /** Drops files on the page itself, beside every zone. */
  async drop(...files: readonly DroppedFile[]): Promise<void> {
    const transfer = await this.page.evaluateHandle(
      (given) => {
        const data = new DataTransfer();
        for (const { name, base64 } of given) {
          data.items.add(new File([Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0))], name));
        }
        return data;
      },
      files.map(({ name, content }) => ({ name, base64: content.toString('base64') })),
    );
    await this.page.locator('main').dispatchEvent('drop', { dataTransfer: transfer });
  }

  /** Sets of 500 records each: enough to be cut short. */
  private async openLongSets(): Promise<void> {
    for (const [set, file] of [
      ['General set', 'wordnet-general-test.json'],
      ['Domain set', 'wordnet-chemistry-test.json'],
    ] as const) {
      await this.choose(set, 'Choose file', join(import.meta.dirname, '../public/data', file));
      await expect(this.panel(set).getByText(file).first()).toBeVisible();
    }
  }

  /** A tab of the Prune place. */
  async openTab(name: string): Promise<void> {
    await this.page.getByRole('tab', { name, exact: true }).click();
  }

  async setNumber(label: string, value: number): Promise<void> {
    const field = this.page.getByRole('textbox', { name: label, exact: true });
    await field.fill(String(value));
    await field.blur();
  }

  async chooseDevice(name: string): Promise<void> {
    await this.panel('Settings').getByRole('button', { name: 'Device' }).click();
    await this.page.getByRole('option', { name, exact: true }).click();
  }

  /** Few and short texts: the tests run on WebGPU's software adapter. Ends in the Analysis place, with a plan. */
  async analyseQuickly(device: AnalysisDevice): Promise<void> {
    await this.startAnalysis(device);
    await this.analysisIsDone();
    await this.planIsCurrent();
  }

  /** The quick analysis of {@link analyseQuickly}, on so many records of each set. */
  async startAnalysis(device: AnalysisDevice, samples = 4): Promise<void> {
    await this.go('Analysis');
    await this.setNumber('Max length', 16);
    await this.setNumber('Batch size', 2);
    await this.setNumber('Max samples', samples);
    await this.chooseDevice(device);
    await this.button('Analyse').click();
  }

  /** Opens the studio, the test model, and sets that are long enough to be cut short. */
  async openLong(): Promise<void> {
    await this.open();
    await this.openTinyModel(tinyModel);
    await this.openLongSets();
  }

  /** Begins {@link startAnalysis} on what {@link openLong} opens, until there is a checkpoint. By then every shape has its session. */
  async openUntilKept(samples: number): Promise<void> {
    await this.openLong();
    await this.startAnalysis('Processor (wasm)', samples);
    await expect.poll(() => this.unfinished(), { timeout: 100_000 }).toBe(1);
  }

  /** Begins {@link startAnalysis} on what {@link openLong} opens, until some of it is counted. */
  async openUntilCounting(samples: number): Promise<void> {
    await this.openLong();
    await this.startAnalysis('Processor (wasm)', samples);
    await expect.poll(async () => (await this.reached()).done, { intervals: [50] }).toBeGreaterThan(5);
  }

  /** Begins {@link startAnalysis} and holds it once it has counted something: what there is so far is kept then. */
  async startAndHold(samples: number): Promise<void> {
    await this.startAnalysis('Processor (wasm)', samples);
    await expect.poll(async () => (await this.reached()).done, { intervals: [20] }).toBeGreaterThan(0);
    await this.button('Pause').click();
    await expect(this.panel('Progress').getByText('Paused')).toBeVisible();
  }

  async analysisIsDone(): Promise<void> {
    await expect(this.page.getByRole('status', { name: 'Result of the analysis' })).toBeVisible({ timeout: 200_000 });
  }

  /** Samples that are counted, and how many there are; before the first, none of none. */
  async reached(): Promise<{ readonly done: number; readonly total: number }> {
    const text = (await this.panel('Progress').textContent()) ?? '';
    const [, done = '0', total = '0'] = /Samples([\d,]+) of ([\d,]+)/.exec(text) ?? [];
    return { done: Number(done.replaceAll(',', '')), total: Number(total.replaceAll(',', '')) };
  }

  /** The analysis that has just ended gives the same bytes when it is made again from the start. */
  async expectSameAnew(): Promise<void> {
    const first = await this.statistics();
    await this.button('Analyse').click();
    await this.analysisIsDone();
    expect((await this.statistics()).equals(first)).toBe(true);
  }

  /** What the analysis says that it got over. */
  get interruption(): Locator {
    return this.panel('Progress').getByRole('status').filter({ hasText: 'got over an interruption' });
  }

  /** The statistics of the finished analysis, as the file that the page gives. */
  async statistics(): Promise<Buffer> {
    await this.go('Analysis');
    const download = this.page.waitForEvent('download');
    await this.page.getByRole('button', { name: /^Save the run/ }).click();
    const file = readStoredZip(await readFile(await (await download).path())).get('statistics.safetensors');
    if (file === undefined) throw new Error('The run has no statistics.');
    return file;
  }

  /** Analyses that the browser keeps a checkpoint of. */
  unfinished(): Promise<number> {
    return this.page.evaluate(async () => {
      const root = await (await navigator.storage.getDirectory()).getDirectoryHandle('checkpoints', { create: true });
      let count = 0;
      for await (const folder of root.values()) {
        if (!(folder instanceof FileSystemDirectoryHandle)) continue;
        count += await folder.getFileHandle('work.json').then(
          () => 1,
          () => 0,
        );
      }
      return count;
    });
  }

  button(name: string): Locator {
    return this.page.getByRole('button', { name, exact: true });
  }

  get plan(): Locator {
    return this.page.getByRole('status', { name: 'Plan', exact: true });
  }

  /** Wait until the plan shown belongs to the settings as they are. */
  async planIsCurrent(): Promise<void> {
    await expect(this.plan).toHaveAttribute('data-state', 'current', { timeout: 60_000 });
  }

  /** Numbers of the headline: weights that become zero, and candidates. */
  async zeros(): Promise<{ readonly zeros: number; readonly total: number }> {
    await this.planIsCurrent();
    const [zeros = NaN, total = NaN] =
      ((await this.plan.textContent()) ?? '').match(/[\d,]+/g)?.map((text) => Number(text.replaceAll(',', ''))) ?? [];
    return { zeros, total };
  }
}

interface GivenFile {
  readonly name: string;
  readonly mimeType: string;
  readonly buffer: Buffer;
}

interface DroppedFile {
  readonly name: string;
  readonly content: Buffer;
}

type AnalysisDevice = 'WebGPU' | 'Processor (wasm)';
type Place = 'Data & model' | 'Analysis' | 'Prune & export';
