import { mkdirSync, readFileSync, truncateSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DATA, MODELS, type Outcome, REPOSITORY, Workplace, execute, gaprune } from '../../tests/support/cli';
import { withOddData } from '../../tests/support/models';
import type { ModelSummary } from '../core/engine/types';
import { readRunManifest } from '../core/export/run-manifest';
import { type SafetensorsFile, float32Values, readSafetensors } from '../core/export/safetensors';
import { openEmbeddingModel } from '../core/model/embedding-model';
import { readWeight, toPyTorchLayout } from '../core/model/weight-values';
import type { ByteSource } from '../core/bytes/byte-source';
import { readFolder, readModel } from './files';
import { zipBlob } from '../core/archive/write-zip';

const place = new Workplace();
afterAll(() => place.remove());

const [GENERAL, DOMAIN] = [join(DATA, 'general-example.json'), join(DATA, 'chem-example.json')];
const open = (folder: string) => openEmbeddingModel('model', readFolder(folder).files);

const analyze = (model: string, run: string, ...more: string[]): Promise<Outcome> =>
  gaprune(
    place.folder,
    ...['analyze', '--model', join(MODELS, model), '--general', GENERAL, '--domain', DOMAIN, '--output', run],
    ...['--max-samples', '8', '--max-length', '64', '--device', 'wasm', ...more],
  );
const prune = (model: string, output: string, ...more: string[]): Promise<Outcome> =>
  gaprune(place.folder, 'prune', '--run', `run-${model}`, '--model', join(MODELS, model), '--output', output, ...more);

/** The masks that `--scores` wrote. */
function masksOf(output: string): SafetensorsFile['tensors'] {
  return readSafetensors(place.read(output, 'mask.safetensors')).tensors;
}
const ones = (masks: SafetensorsFile['tensors']): number =>
  [...masks.values()].reduce((sum, { bytes }) => sum + bytes.reduce((count, bit) => count + bit, 0), 0);

describe.each([
  { model: 'tiny-bert', total: 8192 },
  { model: 'tiny-qwen3', total: 12288 },
])('gaprune on $model', ({ model, total }) => {
  let analysed: Outcome;
  beforeAll(async () => {
    analysed = await analyze(model, `run-${model}`);
  });

  it('analyses: a run that says where it comes from', () => {
    expect(analysed).toMatchObject({ code: 0, err: '' });
    expect(analysed.out).toMatch(/^\d+ weights measured on wasm, \d+ threads? in [\d.]+ s; the run is in run-.*\n$/);
    const manifest = readRunManifest(readFileSync(place.path(`run-${model}`, 'run.json'), 'utf8'));
    expect(manifest.settings).toMatchObject({ maxLength: 64, maxSamples: 8, batchSize: 4, shuffleSeed: null, scale: 20 });
    expect(Object.keys(manifest.modelFiles)).toContain('onnx/model.onnx');
    expect(manifest.generalData).toMatchObject({ fileName: 'general-example.json', records: 20 });
    expect(manifest.domainData?.sha256).toMatch(/^[0-9a-f]{64}$/);
    expect(manifest.losses.fisherGeneral.map(({ samples, counted }) => [samples, counted])).toEqual([
      [4, true],
      [4, true],
    ]);
    expect(manifest.pairs).toBe(2);
    expect(manifest.losses.alignmentDomain.every(({ loss }) => loss > 0)).toBe(true);
  });

  it('writes every array in PyTorch’s names and shapes', () => {
    const { tensors } = readSafetensors(place.read(`run-${model}`, 'statistics.safetensors'));
    const { parameters } = open(join(MODELS, model));
    const kinds = ['fisher_general', 'fisher_domain', 'grad_general', 'grad_domain', 'alignment'];
    expect([...tensors.keys()].sort()).toEqual(parameters.flatMap(({ name }) => kinds.map((kind) => `${kind}/${name}`)).sort());
    for (const { name, shape } of parameters) {
      for (const kind of kinds) expect(tensors.get(`${kind}/${name}`)).toMatchObject({ dtype: 'F32', shape });
      const fisher = float32Values(tensors.get(`fisher_domain/${name}`)!)!;
      expect(fisher.every((x) => x >= 9.9e-9)).toBe(true);
    }
  });

  it('prunes: a folder with everything, and only the masked weights changed', async () => {
    const { code, out, err } = await prune(model, `out-${model}`, '--scores');
    expect({ code, err }).toEqual({ code: 0, err: '' });
    expect(out).toMatch(/weights are zero now; counted in the file/);
    const [source, target] = [readFolder(join(MODELS, model)).files, readFolder(place.path(`out-${model}`)).files];
    // The two files of `--scores` are weights in another format: no part of the model.
    const added = ['README.md', 'images/share-pruned.svg', 'evaluation_config.json', 'unstructured_prune_stats.json'];
    expect([...target.keys()].sort()).toEqual([...source.keys(), ...added].sort());
    const whole = (content: ByteSource | undefined) => content?.subarray(0, content.length);
    for (const [path, content] of source) if (path !== 'onnx/model.onnx') expect(whole(target.get(path)), path).toEqual(whole(content));

    const [before, after] = [open(join(MODELS, model)), open(place.path(`out-${model}`))];
    const masks = masksOf(`out-${model}`);
    expect(ones(masks)).toBe(Math.floor(total / 2));
    const scores = readSafetensors(place.read(`out-${model}`, 'scores.safetensors')).tensors;
    expect([...scores.keys()].map((name) => name.replace('dai/', 'mask/'))).toEqual([...masks.keys()]);
    const changed = new Set<number>();
    before.parameters.forEach((parameter) => {
      const mask = masks.get(`mask/${parameter.name}`);
      const values = (of: typeof before) => toPyTorchLayout(parameter, readWeight(of.tensors.get(parameter.initializer)!));
      const expected = values(before).map((x, i) => (mask?.bytes[i] === 1 ? 0 : x));
      expect(values(after), parameter.name).toEqual(expected);
      if (mask === undefined) return;
      expect(mask).toMatchObject({ dtype: 'U8', shape: parameter.shape });
      const { offset, length } = before.tensors.get(parameter.initializer)!.range!;
      for (let i = 0; i < length; i++) changed.add(offset + i);
    });
    const [old, pruned] = [source.get('onnx/model.onnx')!.subarray(), target.get('onnx/model.onnx')!.subarray()];
    expect(pruned.length).toBe(old.length);
    expect(old.findIndex((byte, i) => byte !== pruned[i] && !changed.has(i))).toBe(-1);
  });

  it('reports what it did, with the reference’s field names', () => {
    expect(place.json(`out-${model}`, 'unstructured_prune_stats.json')).toMatchObject({
      method: 'dai',
      unstructured_pct_requested: 0.5,
      actual_mask_ratio: 0.5,
      total_params_considered: total,
      masked_params: total / 2,
      validation: { parameters_all_pruned: 0 },
    });
    expect(place.json(`out-${model}`, 'evaluation_config.json')).toMatchObject({
      sparsify_layers: ['mlp'],
      pruning_method: 'dai',
      meta: { mask_accounting: { unstructured_masked_params_reported: total / 2 } },
    });
  });

  it('scores by another method, and says so in its files', async () => {
    const { code, err } = await prune(model, `m-${model}`, '--scores', '--method', 'balanced', '--damping', '0.2', '--domain-share', '0.7');
    expect({ code, err }).toEqual({ code: 0, err: '' });
    expect(ones(masksOf(`m-${model}`))).toBe(Math.floor(total / 2));
    const hyperparameters = { scoring: { method: 'balanced', damping: 0.2, domainShare: 0.7 } };
    expect(place.json(`m-${model}`, 'unstructured_prune_stats.json')).toMatchObject({ method: 'balanced', hyperparameters });
    expect(place.json(`m-${model}`, 'evaluation_config.json')).toMatchObject({ pruning_method: 'balanced' });
    const scores = readSafetensors(place.read(`m-${model}`, 'scores.safetensors')).tensors;
    expect([...scores.keys()].every((name) => name.startsWith('balanced/'))).toBe(true);
  });

  it('takes the reference’s option names', async () => {
    const ours = ['--sparsity', '0.3', '--layers', 'linear', '--budget', 'uniform', '--postproc', 'zscore_sigmoid', '--gamma', '0.2'];
    const more = ['--alignment-strength', '0.4', '--rho-min', '0.1', '--rho-max', '0.9', '--fusion-alpha', '0.1', '--fusion-beta', '0.8'];
    const names: Record<string, string> = {
      '--sparsity': '--unstructured_pct',
      '--layers': '--sparsify_layers',
      '--budget': '--layer_budget',
      '--postproc': '--score_postproc',
      '--gamma': '--compression_weight',
      '--temperature': '--score_temperature',
    };
    const all = [...ours, ...more, '--temperature', '2'];
    const theirs = all.map((word) => names[word] ?? (word.startsWith('--') ? word.replaceAll('-', '_').replace('__', '--') : word));
    const outcomes = [await prune(model, `a-${model}`, '--scores', ...all), await prune(model, `b-${model}`, '--scores', ...theirs)];
    expect(outcomes.map(({ code, err }) => [code, err])).toEqual([
      [0, ''],
      [0, ''],
    ]);
    expect(theirs).toContain('--rho_min');
    for (const file of ['mask.safetensors', 'scores.safetensors', 'unstructured_prune_stats.json', 'onnx/model.onnx']) {
      expect(place.read(`a-${model}`, file), file).toEqual(place.read(`b-${model}`, file));
    }
    expect(place.read(`a-${model}`, 'onnx/model.onnx')).not.toEqual(place.read(`out-${model}`, 'onnx/model.onnx'));
  });

  it.each([
    [0, 0],
    [1, total - 1],
    [0.37, Math.floor(total * 0.37)],
  ])('makes exactly the zeros of sparsity %s', async (sparsity, zeros) => {
    const { code, out } = await prune(model, `s-${model}-${sparsity}`, '--scores', '--json', '--sparsity', String(sparsity));
    expect(code).toBe(0);
    expect(JSON.parse(out)).toMatchObject({ zeros, zerosInFile: zeros, weightsMasked: total });
    expect(ones(masksOf(`s-${model}-${sparsity}`))).toBe(zeros);
  });
});

describe('gaprune prune with overrides', () => {
  it('prunes the shares asked for, and says so', async () => {
    const more = ['--layers', 'linear', '--name-filter', '/query|dense/', '--exclude', 'encoder.layer.1.output.dense.weight'];
    const overrides = ['--override', 'layer:0=0.25', '--override', 'name:*.0.attention.self.query.weight=0'];
    const { code, err } = await prune('tiny-bert', 'overridden', '--scores', '--sparsity', '0.4', ...more, ...overrides);
    expect({ code, err }).toEqual({ code: 0, err: '' });
    const masks = masksOf('overridden');
    const zeros = (name: string): number => masks.get(`mask/encoder.layer.${name}.weight`)!.bytes.reduce((sum, bit) => sum + bit, 0);
    const [total, first] = [10 * 1024, 5 * 1024];
    expect(masks.size).toBe(7);
    expect(zeros('0.attention.self.query')).toBe(0);
    expect(zeros('0.attention.output.dense') + zeros('0.intermediate.dense') + zeros('0.output.dense')).toBe(first / 4);
    expect(ones(masks)).toBe(Math.floor(total * 0.4));
    const report = place.json('overridden', 'unstructured_prune_stats.json');
    expect(report).toMatchObject({
      masked_params: Math.floor(total * 0.4),
      overrides: [
        { target: 'layer:0', ratio_requested: 0.25, numel: first, masked: first / 4 },
        { target: 'name:*.0.attention.self.query.weight', ratio_requested: 0, masked: 0 },
      ],
    });
  });
});

describe('gaprune', () => {
  it('inspects, for people and as JSON', async () => {
    const model = join(MODELS, 'tiny-bert');
    const [text, data] = [await gaprune(place.folder, 'inspect', model), await gaprune(place.folder, 'inspect', model, '--json')];
    expect(text).toMatchObject({ code: 0, err: '' });
    expect(text.out).toMatch(/encoder\.layer\.0\.attention\.self\.query\.weight +32×32 +0 +attention attn_q linear all\n/);
    const summary = JSON.parse(data.out) as ModelSummary;
    expect(summary).toMatchObject({ name: 'tiny-bert', pooling: ['mean'], head: [], layers: 2, opset: 14, refusal: null });
  });

  it('inspects one ONNX file of a hub folder, with what lies above it', async () => {
    const { out } = await gaprune(place.folder, 'inspect', join(MODELS, 'tiny-qwen3/onnx/model.onnx'), '--json');
    expect(JSON.parse(out)).toMatchObject({ name: 'tiny-qwen3', architecture: 'Qwen3Model', pooling: ['lasttoken'] });
  });

  it("reads a model's zip", async () => {
    const files = [...readFolder(join(MODELS, 'tiny-bert')).files].map(([path, content]) => ({ name: `tiny/${path}`, content }));
    writeFileSync(place.path('given.zip'), new Uint8Array(await (await zipBlob(files)).arrayBuffer()));
    const given = await readModel(place.path('given.zip'));
    expect(openEmbeddingModel(given.name, given.files)).toMatchObject({ name: 'tiny', layers: 2 });
  });

  it('reads a data file of any name, and no weights in other formats', async () => {
    for (const [path, content] of withOddData()) {
      mkdirSync(dirname(place.path('odd', path)), { recursive: true });
      writeFileSync(place.path('odd', path), content);
    }
    // Larger than what Node holds: whoever reads it fails.
    truncateSync(place.path('odd', 'pytorch_model.bin'), 5 * 2 ** 30);
    for (const given of ['odd', 'odd/onnx/model.onnx']) {
      const { code, err, out } = await gaprune(place.folder, 'inspect', given, '--json');
      expect({ code, err }).toEqual({ code: 0, err: '' });
      expect(JSON.parse(out)).toMatchObject({ name: 'odd', architecture: 'Qwen3Model', refusal: null });
    }
  });

  it('prints one JSON value with --json, and nothing on standard error with --quiet', async () => {
    const { code, out, err } = await analyze('tiny-bert', 'run-json', '--json', '--quiet', '--shuffle', '3', '--batch-size', '2');
    expect({ code, err }).toEqual({ code: 0, err: '' });
    expect(JSON.parse(out)).toMatchObject({ run: 'run-json', pairs: 4, weights: 37 });
    expect(place.json('run-json', 'run.json')).toMatchObject({ settings: { shuffleSeed: 3, batchSize: 2 } });
  });

  it('cuts texts where the model does when nobody says, and tells of it', async () => {
    writeFileSync(join(place.model('tiny-bert', 'short'), 'sentence_bert_config.json'), '{"max_seq_length": 24}');
    const { out } = await gaprune(
      place.folder,
      ...['analyze', '--model', 'short', '--general', GENERAL, '--domain', DOMAIN, '--output', 'x', '--device', 'wasm'],
      ...['--max-samples', '4', '--batch-size', '2', '--sampling', 'k-means', '--plan'],
    );
    expect(out).toContain('records in all, texts cut at 24 tokens\n');
    expect(out).toContain('k-means draws at most so many records');
  });

  it('runs as an npm script, too', async () => {
    const { code, out } = await execute(
      REPOSITORY,
      'npm',
      'run',
      '--silent',
      'gaprune',
      '--',
      'inspect',
      join(MODELS, 'tiny-bert'),
      '--json',
    );
    expect(code).toBe(0);
    expect(JSON.parse(out)).toMatchObject({ name: 'tiny-bert' });
  });
});
