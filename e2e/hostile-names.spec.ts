import { readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { encodeModel } from '../src/core/onnx/encode';
import { readModel } from '../src/core/onnx/read-model';
import { dataFile, expect, test, tinyModel } from './fixtures';
import { Studio } from './studio';

/** Markup that runs a script wherever a text is taken for HTML. */
const MARKUP = [
  '<img src=x onerror=alert(1)>',
  '"><script>alert(1)</script>',
  "'><svg onload=alert(1)>",
  '<iframe srcdoc="<script>alert(1)</script>">',
  '<a href="javascript:alert(1)">x</a>',
  '{{constructor.constructor("alert(1)")()}}',
  '__proto__',
] as const;
const markup = (index: number): string => MARKUP[index % MARKUP.length] ?? MARKUP[0];

/** The test model with markup in every name: of the graph, its nodes, its values and its weights. */
function hostileModel(): Buffer {
  const { graph, opsets } = readModel(readFileSync(join(tinyModel, 'onnx/model.onnx')));
  const kept = new Set([...graph.inputs, ...graph.outputs].map(({ name }) => name).concat(''));
  const names = [...new Set([...graph.initializers.keys(), ...graph.nodes.flatMap(({ outputs }) => outputs)])];
  const renamed = new Map(names.map((name, index) => [name, kept.has(name) ? name : `${markup(index)}.${name}`]));
  const rename = (name: string): string => renamed.get(name) ?? name;
  const nodes = graph.nodes.map((node, index) => ({
    ...node,
    name: `${markup(index)}${index}`,
    inputs: node.inputs.map(rename),
    outputs: node.outputs.map(rename),
  }));
  const constants = [...graph.initializers.values()].map((tensor) => ({ ...tensor, name: rename(tensor.name) }));
  return Buffer.from(encodeModel({ ...graph, name: markup(0), opset: opsets.get('') ?? 0, nodes, constants }));
}

function hostileRecords(): Buffer {
  const records: unknown = JSON.parse(readFileSync(dataFile('chem-example.json'), 'utf8'));
  if (!Array.isArray(records)) throw new TypeError('The example data are no list.');
  const texts = (index: number) => ({
    query: `${markup(index)} bond`,
    positive: `${markup(index + 1)} atom`,
    negative: `${markup(index + 2)} cat`,
  });
  return Buffer.from(JSON.stringify(records.map((_, index) => texts(index))));
}

const file = (name: string, buffer: Buffer) => ({ name, mimeType: 'application/octet-stream', buffer });

test('markup in the names and texts of files is shown as text', async ({ page }) => {
  const dialogs: string[] = [];
  page.on('dialog', (dialog) => {
    dialogs.push(dialog.message());
    void dialog.dismiss();
  });
  const studio = new Studio(page);
  await studio.open();
  const besides = ['tokenizer.json', 'tokenizer_config.json', 'config.json'].map((name) => join(tinyModel, name));
  await studio.choose('Model', 'Choose files', [
    file(`${markup(0)}.onnx`, hostileModel()),
    ...besides.map((path) => file(basename(path), readFileSync(path))),
  ]);
  await expect(studio.panel('Model').getByText(markup(0)).first()).toBeVisible();
  for (const [index, set] of ['General set', 'Domain set'].entries()) {
    await studio.choose(set, 'Choose file', file(`${markup(index)}.json`, hostileRecords()));
    await expect(studio.panel(set)).toContainText(markup(index));
  }
  const ours = await markedElements();
  await studio.analyseQuickly('Processor (wasm)');
  await studio.go('Prune & export');
  for (const tab of await page.getByRole('tab').all()) {
    await tab.click();
    await expect(page.getByRole('tabpanel').first()).toBeVisible();
    expect(await markedElements()).toBe(ours);
  }
  expect(dialogs).toEqual([]);

  /** Elements that only markup could have made, beside those of the page. */
  function markedElements(): Promise<number> {
    return page.locator('img[src="x"], script, iframe, a[href^="javascript"], [onerror], [onload]').count();
  }
});
