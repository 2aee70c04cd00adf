import { describe, expect, it } from 'vitest';
import { openFixture } from '../../../tests/support/models';
import { randomStatistics } from '../../../tests/support/statistics';
import { loadTokenizer } from '../data/tokenizer';
import { analysisSettings, maskSettings, scoringSettings } from '../gaprune/settings';
import { Pruner } from '../gaprune/pruner';
import { type EmbeddingModel, openEmbeddingModel } from '../model/embedding-model';
import { createNodeDevice } from '../runtime/node';
import type { ByteSource } from '../bytes/byte-source';
import { PROBE_TEXTS, exportPruned, isSource, type PrunedExport } from './export-pruned';
import { type ExportOptions, exportOptions } from './options';
import type { RunManifest } from './run-manifest';
import { readSafetensors } from './safetensors';
import { sha256Of } from './sha256';

const device = createNodeDevice('wasm');
const hash = 'a'.repeat(64);

function manifestOf(model: EmbeddingModel, domainName = 'chem-example.json'): RunManifest {
  return {
    ...{ version: 1, program: 'gaprune-studio 0', settings: analysisSettings.parse({}), device: 'wasm, 2 threads', elapsedMs: 1, pairs: 1 },
    modelFiles: { [model.onnxPath]: hash },
    generalData: { fileName: 'general.json', sha256: hash, records: 20, fields: null, leftOut: 0, heldOut: 0, sample: null },
    domainData: { fileName: domainName, sha256: hash, records: 20, fields: null, leftOut: 0, heldOut: 0, sample: null },
    losses: { fisherGeneral: [], fisherDomain: [], alignmentGeneral: [], alignmentDomain: [] },
    tensors: [],
  };
}

async function exported(
  model: EmbeddingModel,
  options: Partial<ExportOptions>,
  domainName?: string,
): Promise<PrunedExport & { readonly masks: ReadonlyMap<string, Uint8Array> }> {
  const statistics = randomStatistics(model, 3);
  const tokenizer = loadTokenizer({ tokenizerJson: model.tokenizerJson!, tokenizerConfig: model.tokenizerConfig! });
  const [scoring, mask] = [scoringSettings.parse({}), maskSettings.parse({})];
  const pruner = new Pruner(model, statistics);
  const base = { model, tokenizer, pruner, scoring, mask, texts: PROBE_TEXTS, device: await device };
  const input = { ...base, manifest: manifestOf(model, domainName), statistics, options: exportOptions.parse(options) };
  return { ...(await exportPruned(input, () => undefined)), masks: pruner.masks(pruner.plan(scoring, mask)) };
}

const text = (file: unknown): string => (typeof file === 'string' ? file : '');
const none = { card: false, reports: false } as const;

describe('an export', () => {
  const model = openFixture('tiny-bert');

  it('is the folder with card and reports, unless something else is asked for', async () => {
    const { files, onnxPath, report } = await exported(model, {});
    const added = ['README.md', 'images/share-pruned.svg', 'unstructured_prune_stats.json', 'evaluation_config.json'];
    expect([...files.keys()].sort()).toEqual([...model.folder.keys(), ...added].sort());
    expect(onnxPath).toBe('onnx/model.onnx');
    const file = (files.get(onnxPath) as ByteSource).subarray() as Uint8Array<ArrayBuffer>;
    expect(report.outputs).toEqual([{ path: onnxPath, bytes: file.length, sha256: await sha256Of(new Blob([file])) }]);
  });

  it('is the ONNX file alone', async () => {
    expect([...(await exported(model, { ...none, packaging: 'onnx' })).files.keys()]).toEqual(['onnx/model.onnx']);
    const withData = await exported(openFixture('tiny-bert-cls-dynamo'), { ...none, packaging: 'onnx', precision: 'float16' });
    expect([...withData.files.keys()]).toEqual(['onnx/model_fp16.onnx']);
  });

  it('holds masks and the run on demand', async () => {
    const { files, masks } = await exported(model, { ...none, packaging: 'onnx', masks: true, statistics: true });
    expect([...files.keys()].sort()).toEqual(['mask.safetensors', 'onnx/model.onnx', 'run.json', 'statistics.safetensors']);
    const { tensors } = readSafetensors(await joined(files.get('mask.safetensors')));
    for (const [name, mask] of masks) expect(tensors.get(`mask/${name}`)?.bytes).toEqual(mask);
  });

  it('in float16 has the planned zeros too, and is checked against the pruned model in memory', async () => {
    const { files, report, masks } = await exported(model, { precision: 'float16' });
    expect(files.has('onnx/model.onnx')).toBe(false);
    expect(report.zerosInFile).toBe(report.zeros);
    expect(report.maxEmbeddingDifference).toBeLessThan(5e-3);
    const folder = new Map([...files].flatMap(([path, content]) => (isSource(content) ? [[path, content] as const] : [])));
    const opened = openEmbeddingModel('half', folder);
    const zeros = [...masks.values()].reduce((sum, mask) => sum + mask.reduce((count, bit) => count + bit, 0), 0);
    expect(opened.parameters.map(({ name }) => name).sort()).toEqual(model.parameters.map(({ name }) => name).sort());
    expect(zeros).toBe(report.zeros);
  });
});

describe('the model card', () => {
  const model = openFixture('tiny-bert');

  it('says what was done, how it was checked and how to repeat and load it', async () => {
    const { files, report } = await exported(model, {});
    const card = text(files.get('README.md'));
    expect(card).toContain('# tiny-bert, pruned for chem-example.json');
    expect(card).toContain(
      `${report.zeros.toLocaleString('en')} of ${report.weightsMasked.toLocaleString('en')} chosen weights (50.00 %) are zero`,
    );
    expect(card).toContain(report.outputs[0]?.sha256);
    expect(card).toContain('gaprune analyze --model tiny-bert --general general.json --domain chem-example.json --output tiny-bert-run');
    expect(card).toContain('gaprune prune --run tiny-bert-run --model tiny-bert --output tiny-bert-pruned --sparsity 0.5');
    expect(card).toContain("{ dtype: 'fp32' }");
    expect(card).toContain('subfolder="onnx", file_name="model.onnx"');
    const map = text(files.get('images/share-pruned.svg'));
    expect(map).toMatch(/^<svg [^>]+>/);
    expect(map.match(/layer \d/g)).toEqual(['layer 0', 'layer 1']);
    expect(map.match(/\d+\.\d %/g)).toHaveLength(4);
  });

  it('takes names as text, whatever they hold', async () => {
    const { files } = await exported(model, {}, '<img src=x onerror=alert(1)> [a](javascript:b)\n# head');
    const card = text(files.get('README.md'));
    expect(card).toContain('\\<img src=x onerror=alert(1)\\> \\[a\\](javascript:b) \\# head');
    expect(card).not.toMatch(/^# head/m);
  });

  it('keeps the card that the model had', async () => {
    const original = new TextEncoder().encode('# The original');
    const withCard = openEmbeddingModel('tiny-bert', new Map(model.folder).set('README.md', original));
    const { files } = await exported(withCard, {});
    expect(files.get('README-base.md')).toEqual(original);
    expect(text(files.get('README.md'))).toContain('pruned for');
  });
});

async function joined(content: unknown): Promise<Uint8Array> {
  return new Uint8Array(await new Blob(content as Uint8Array<ArrayBuffer>[]).arrayBuffer());
}
