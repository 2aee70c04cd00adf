import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openEmbeddingModel } from '../../src/core/model/embedding-model';
import { summarizeModel } from '../../src/core/model/summary';
import type { Device } from '../../src/core/runtime/device';
import { createNodeDevice } from '../../src/core/runtime/node';
import { FAMILIES, Family, REFUSED, exportsOf } from '../support/families';
import { familyTable } from '../support/family-table';
import { expectPyTorchs } from './check-export';

/**
 * Tests of the chosen exports of every architecture, and a table of what became of them.
 * @param rest what the table says of the others
 */
export function testFamilies(chosen: (family: string, exported: string) => boolean, rest?: string): void {
  const seen = new Map<string, Map<string, string>>(FAMILIES.map((family) => [family, new Map()]));
  let device: Device;
  beforeAll(async () => {
    device = await createNodeDevice('wasm');
  });

  describe.each(FAMILIES)('%s', (name) => {
    let family: Family;
    beforeAll(async () => {
      family = await Family.open(name);
    });
    const here = exportsOf(name);
    const today = here.filter((exported) => chosen(name, exported));
    const record = (exported: string, outcome: string): void => void seen.get(name)?.set(exported, outcome);

    it('has every export, or says why not', () => {
      expect(family.exports.sort()).toEqual([...here].sort());
    });

    const refused = REFUSED.get(name);
    it.each(refused === undefined ? [] : today)('%s is refused by name', (exported) => {
      const { refusal } = summarizeModel(openEmbeddingModel(name, family.folder(exported)));
      expect(refusal).toMatch(new RegExp(`^${refused} cannot be differentiated\\.`));
      record(exported, 'refused');
    });

    it.each(refused === undefined ? today : [])('%s: embeddings, loss and the gradient of every weight are PyTorch’s', async (exported) => {
      await expectPyTorchs(device, openEmbeddingModel(name, family.folder(exported)), family.figures, family.reference(exported));
      record(exported, 'works');
    });
  });

  afterAll(() => {
    const { head, rows, reasons } = familyTable(seen, rest);
    const widths = head.map((_, column) => Math.max(...[head, ...rows].map((row) => row[column]?.length ?? 0)));
    const lines = [head, ...rows].map((row) => row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join('  '));
    process.stdout.write(`${[...lines, ...reasons.map((reason, index) => `(${index + 1}) ${reason}`)].join('\n')}\n`);
  });
}
