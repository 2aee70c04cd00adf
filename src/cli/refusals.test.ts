import { copyFileSync, existsSync, mkdirSync, readFileSync, rmSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs';
import { devNull } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DATA, MODELS, Workplace, gaprune } from '../../tests/support/cli';
import { withUnknownOperator } from '../../tests/support/models';

const place = new Workplace();
afterAll(() => place.remove());

const BERT = join(MODELS, 'tiny-bert');
const [GENERAL, DOMAIN] = [join(DATA, 'general-example.json'), join(DATA, 'chem-example.json')];
const ANALYZE = {
  '--model': BERT,
  '--general': GENERAL,
  '--domain': DOMAIN,
  '--output': 'never',
  '--device': 'wasm',
  '--max-length': '64',
};
const PRUNE = { '--run': 'run', '--model': BERT, '--output': 'never' };

const analyze = (changes: Readonly<Record<string, string>>): string[] => ['analyze', ...Object.entries({ ...ANALYZE, ...changes }).flat()];
const prune = (changes: Readonly<Record<string, string>>): string[] => ['prune', ...Object.entries({ ...PRUNE, ...changes }).flat()];

/** One clear line on standard error, nothing on standard output, a non-zero exit code and no file. */
async function refusal(parameters: readonly string[]): Promise<string> {
  const { code, out, err } = await gaprune(place.folder, ...parameters);
  expect(code).not.toBe(0);
  expect(out).toBe('');
  expect(err).toMatch(/^[^\n]+\n$/);
  expect(existsSync(place.path('never'))).toBe(false);
  return err.trimEnd();
}

/** A fixture model with one of its files changed. */
function changed(as: string, file: string, change: (path: string) => void, model = 'tiny-bert'): void {
  change(join(place.model(model, as), file));
}

beforeAll(async () => {
  mkdirSync(place.path('empty'));
  symlinkSync('nothing', place.path('leads-nowhere'));
  for (const [folder, ...names] of [
    ['several', 'a.onnx', 'b.onnx'],
    ['quantised', 'model_quantized.onnx'],
  ] as const) {
    mkdirSync(place.path(folder));
    for (const name of names) copyFileSync(join(BERT, 'onnx/model.onnx'), place.path(folder, name));
  }
  changed('text', 'onnx/model.onnx', (path) => writeFileSync(path, 'hello there\n'));
  changed('cut', 'onnx/model.onnx', (path) => truncateSync(path, 100_000));
  changed('no-data', 'onnx/model.onnx.data', rmSync, 'tiny-qwen3-genai');
  changed('unknown', 'onnx/model.onnx', (path) => writeFileSync(path, withUnknownOperator(readFileSync(path))), 'tiny-qwen3-genai');
  changed('no-tokenizer', 'tokenizer.json', rmSync);
  changed('bad-tokenizer', 'tokenizer.json', (path) => writeFileSync(path, '{"model": 1'));
  changed('odd-tokenizer', 'tokenizer.json', (path) => writeFileSync(path, '{"version": "1.0"}'));
  changed('bad-config', 'config.json', (path) => writeFileSync(path, '{'));
  changed('odd-pooling', '1_Pooling/config.json', (path) => writeFileSync(path, '{"pooling_mode": "attention"}'));
  const record = { query: 'a', positive: 'b', negative: 'c' };
  const files = {
    'broken.json': '[{"query": "a",\n',
    'text.json': '"x"',
    'field.json': JSON.stringify([record, { query: 'a', positive: 'b' }]),
    'blank.json': JSON.stringify([
      { ...record, query: ' ' },
      { ...record, negative: '' },
    ]),
    'none.json': '[]',
    'one.json': JSON.stringify([record]),
  };
  for (const [name, text] of Object.entries(files)) writeFileSync(place.path(name), text);

  const { code } = await gaprune(place.folder, ...analyze({ '--output': 'run', '--max-samples': '4' }));
  expect(code).toBe(0);
  const [manifest, statistics] = [readFileSync(place.path('run/run.json'), 'utf8'), place.read('run/statistics.safetensors')];
  const run = (name: string, json: string | null, arrays: Uint8Array | null): void => {
    mkdirSync(place.path(name));
    if (json !== null) writeFileSync(place.path(name, 'run.json'), json);
    if (arrays !== null) writeFileSync(place.path(name, 'statistics.safetensors'), arrays);
  };
  run('run-without-manifest', null, statistics);
  run('run-without-statistics', manifest, null);
  run('run-not-json', '{', statistics);
  run('run-newer', manifest.replace('"version": 1', '"version": 7'), statistics);
  run('run-other-shape', manifest.replace('"device":', '"gadget":'), statistics);
  run('run-cut', manifest, statistics.slice(0, 5000));
  run('run-incomplete', manifest.replace('encoder.layer.0.output.dense.weight', 'another.weight'), statistics);
});

describe('a refusal of a model', () => {
  it.each<[string, string, RegExp]>([
    ['a missing folder', 'nowhere', /There is no such model folder\. \(nowhere\)/],
    ['what is neither a file nor a folder', devNull, /This is neither a file nor a folder\./],
    ['a folder without ONNX files', 'empty', /There is no \.onnx file among the files given/],
    ['several ONNX files', 'several', /several ONNX files; give one of them by its path: a\.onnx, b\.onnx/],
    ['quantised files only', 'quantised', /Quantised models cannot be pruned\. Give the float32 or float16 ONNX file/],
    ['a file that is not ONNX', 'text', /not an ONNX file, or it is damaged: .*\(onnx\/model\.onnx\)/],
    ['a truncated file', 'cut', /not an ONNX file, or it is damaged: .* bytes where \d+ are left/],
    ['missing external data', 'no-data', /"model\.onnx\.data", which is missing\. Add it next to the model/],
    ['a broken configuration', 'bad-config', /This configuration is not valid\. \(config\.json\)/],
    ['odd pooling', 'odd-pooling', /"attention" is not supported: cls, max, mean, /],
  ])('%s', async (_, model, message) => {
    expect(await refusal(['inspect', model])).toMatch(message);
  });

  it.each<[string, Record<string, string>, RegExp]>([
    ['without tokenizer', { '--model': 'no-tokenizer' }, /no tokenizer\.json; texts cannot be turned into tokens without it/],
    ['with a broken tokenizer', { '--model': 'bad-tokenizer' }, /The tokenizer file is not valid JSON\. \(tokenizer\.json\)/],
    ['with a tokenizer of another shape', { '--model': 'odd-tokenizer' }, /The tokenizer file is not what it should be: model: /],
    ['with a max length above its positions', { '--max-length': '600' }, /takes 512 tokens at most; lower the max length of 600/],
  ])('%s', async (_, changes, message) => {
    expect(await refusal(analyze(changes))).toMatch(message);
  });

  it('with contrib operators: names them, the node, and what is supported', async () => {
    const line = await refusal(analyze({ '--model': 'unknown' }));
    expect(line).toMatch(/com\.microsoft\.PagedQueryAttention.* cannot be differentiated/);
    expect(line).toMatch(/Supported between weights and output: Abs, Add, .*MatMul, .*Where\. \(node \/model\/layers\.0\//);
  });
});

describe('a refusal of data', () => {
  it.each<[string, string, RegExp]>([
    ['a missing file', 'nowhere.json', /There is no such file\. \(nowhere\.json\)/],
    ['broken JSON', 'broken.json', /Not valid JSON: .*\(broken\.json, line 2, column 1\)/],
    ['JSON that is no list', 'text.json', /neither a JSON array of records nor JSON Lines\. \(text\.json\)/],
    ['a record without a field', 'field.json', /1 of 2 records cannot be used\. record 1, negative: missing/],
    ['empty texts', 'blank.json', /2 of 2 records cannot be used\. record 0, query: is blank; record 1, negative: is empty/],
    ['no records', 'none.json', /The file holds no records\. \(none\.json\)/],
    ['too few records', 'one.json', /A batch of 4 takes 2 general and 2 domain records; there are 20 and 1,/],
  ])('%s', async (_, file, message) => {
    expect(await refusal(analyze({ '--domain': file }))).toMatch(message);
  });
});

describe('a refusal of settings', () => {
  it.each<[string[], RegExp]>([
    [analyze({ '--max-length': '2' }), /Max length must be between 4 and 32768, not 2\./],
    [analyze({ '--max-length': 'long' }), /'long' is invalid\. It must be a number\./],
    [analyze({ '--max-length': '8.5' }), /'8\.5' is invalid\. It must be a whole number\./],
    [analyze({ '--shard': '3/2' }), /'3\/2' is invalid\. It must be such as 1\/3/],
    [analyze({ '--shard': '1/9' }), /5 and 5 Fisher micro-batches and 10 pairs: more than 5 shards leave one with nothing to measure/],
    [['merge', 'run', '--output', 'never'], /The run is no shard: gaprune analyze --shard makes them\. \(run\)/],
    [['merge', 'run', '--output', 'run'], /The output would overwrite a shard; choose another folder\. \(run\)/],
    [analyze({ '--scale': '0' }), /Scale must be above 0 and at most 40, not 0\./],
    [analyze({ '--device': 'gpu' }), /Allowed choices are auto, webgpu, cpu, wasm\./],
    [analyze({ '--output': '' }), /The output has no name\./],
    [analyze({ '--output': BERT }), /The output would overwrite the model; choose another folder\./],
    [analyze({ '--output': 'leads-nowhere' }), /The output is a link that leads nowhere\. \(.*leads-nowhere\)/],
    [analyze({ '--output': 'leads-nowhere/run' }), /The output is a link that leads nowhere\. \(.*leads-nowhere\)/],
    [analyze({ '--output': 'a'.repeat(300) }), /Nothing can be written there: ENAMETOOLONG/],
    [analyze({ '--output': 'one.json' }), /The output must be a folder, and there is a file of this name\. \(one\.json\)/],
    [prune({ '--sparsity': '1.5' }), /Sparsity must be between 0 and 1, not 1\.5\./],
    [prune({ '--unstructured_pct': '-0.1' }), /Sparsity must be between 0 and 1, not -0\.1\./],
    [prune({ '--layers': 'mlp, heads' }), /Layers: there is no "heads"\. There are mlp, mlp_gate, .*, linear, all\./],
    [
      prune({ '--layers': 'mlp_gate' }),
      /No weight matches the layer types mlp_gate\. The model has the types .*mlp_up and the layers 0, 1\./,
    ],
    [prune({ '--exclude-layers': '0-1' }), /No weight matches the layer types mlp without layers 0, 1\./],
    [prune({ '--exclude-layers': '3-1' }), /'3-1' is invalid\. It must be a list such as 0,1,5-7\./],
    [prune({ '--rho-min': '0.9', '--rho-max': '0.1' }), /Rho min \(0\.9\) must not be above rho max \(0\.1\)\./],
    [prune({ '--temperature': '0' }), /Temperature must be above 0, not 0\./],
    [prune({ '--name-filter': '/(/' }), /The filter is not a regular expression that can be used: a \( is not closed\. \(character 2\)/],
    [prune({ '--name-filter': 'nothing' }), /No weight matches the layer types mlp, with names that match nothing\./],
    [prune({ '--exclude': 'pooler' }), /The model has no weight of this name that can be pruned\. \(pooler\)/],
    [prune({ '--override': 'mlp_down' }), /'mlp_down' is invalid\. It must be such as mlp_down=0\.3, /],
    [prune({ '--override': 'heads=0.1' }), /An override is for a layer type, layer:N or name:…; "heads" is none of these\./],
    [prune({ '--override': 'layer:9=0.1' }), /The model has nothing to prune that the override "layer:9" is about\./],
    [
      prune({ '--override': 'layer:0=0.9', '--sparsity': '0.1' }),
      /The overrides alone prune 45\.0% of the chosen weights, more than the sparsity of 10\.0%\. Raise the sparsity, or lower an override\./,
    ],
    [prune({ '--budget': 'fair' }), /Allowed choices are global, uniform\./],
    [prune({ '--output': BERT }), /The output would overwrite the model; choose another folder\./],
    [['prune', '--run', 'run'], /required option '--model <dir>' not specified/],
    [['shrink'], /unknown command 'shrink'/],
  ])('%j', async (parameters, message) => {
    expect(await refusal(parameters)).toMatch(message);
  });

  it('as JSON with --json, bad usage included', async () => {
    const errors = [
      await refusal([...prune({ '--sparsity': '2' }), '--json']),
      await refusal([...prune({ '--budget': 'fair' }), '--json']),
    ];
    expect(errors.map((line) => JSON.parse(line) as unknown)).toMatchObject([
      { error: { code: 'INVALID_SETTINGS', message: 'Sparsity must be between 0 and 1, not 2.' } },
      { error: { code: 'USAGE' } },
    ]);
  });
});

describe.runIf(existsSync('/proc'))('a refusal of an output', () => {
  it('that nothing can be made in, before any work', async () => {
    expect(await refusal(analyze({ '--output': '/proc/run' }))).toMatch(/Nothing can be written there: ENOENT/);
  });
});

describe('a refusal of a run', () => {
  it.each<[string, Record<string, string>, RegExp]>([
    ['of another model', { '--model': join(MODELS, 'tiny-distilbert') }, /The run was made from another model file\. \(model\.onnx\)/],
    ['without run.json', { '--run': 'run-without-manifest' }, /There is no such file\. \(run-without-manifest\/run\.json\)/],
    ['without statistics', { '--run': 'run-without-statistics' }, /There is no such file\. \(run-without-statistics\/statistics/],
    ['that is not JSON', { '--run': 'run-not-json' }, /The run is not valid JSON\. \(run\.json\)/],
    ['of a newer program', { '--run': 'run-newer' }, /The run was written by a newer program: version 7, read here is 1/],
    ['of another shape', { '--run': 'run-other-shape' }, /The run is not what it should be: .*\(run\.json, device\)/],
    [
      'with cut statistics',
      { '--run': 'run-cut' },
      /The arrays are not those that the run was written with: .*\(statistics\.safetensors\)/,
    ],
    ['that lacks a weight', { '--run': 'run-incomplete' }, /no statistics of this weight\. \(encoder\.layer\.0\.output\.dense\.weight\)/],
    ['with bad texts to compare on', { '--texts': 'field.json' }, /1 of 2 records cannot be used/],
  ])('%s', async (_, changes, message) => {
    expect(await refusal(prune(changes))).toMatch(message);
  });
});

describe('--device webgpu', () => {
  it('works, or says in one line why not', async () => {
    const parameters = analyze({ '--device': 'webgpu', '--output': 'run-webgpu', '--max-samples': '4' });
    const { code, out, err } = await gaprune(place.folder, ...parameters);
    if (code === 0) expect(out).toMatch(/weights measured on/);
    else {
      expect(err).toMatch(/^gaprune: WebGPU [^\n]+ Use --device wasm\.[^\n]*\n$/);
      expect(existsSync(place.path('run-webgpu'))).toBe(false);
    }
  });
});
