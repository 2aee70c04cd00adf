import { METHODS } from '../gaprune/methods';
import type { MaskPlan } from '../gaprune/mask';
import { type MaskSettings, type ScoringSettings, maskSettings } from '../gaprune/settings';
import type { EmbeddingModel } from '../model/embedding-model';
import { LAYER_TYPES } from '../model/layer-types';
import type { PoolingMode } from '../model/pooling';
import { sizeOf } from '../tensor';
import type { ExportReport } from '../engine/types';
import type { WeightChange } from './command';
import { isImported } from './run-files';
import type { RunData, RunManifest } from './run-manifest';

export const SHARE_MAP = 'images/share-pruned.svg';

/** What a model card is written from. */
export interface CardFacts {
  readonly model: EmbeddingModel;
  readonly manifest: RunManifest;
  readonly scoring: ScoringSettings;
  readonly mask: MaskSettings;
  readonly plan: MaskPlan;
  readonly report: Omit<ExportReport, 'downloadBytes'>;
  /** Path of the ONNX file in the folder. */
  readonly onnxPath: string;
  /** What changed the weights that stay, if anything did. */
  readonly change: WeightChange | null;
  /** The command lines that repeat it. */
  readonly commands: readonly string[];
}

/** The model card (`README.md`): what was done to the model, on what, with what result, and how to repeat and load it. */
export function modelCard(facts: CardFacts): string {
  const { model, manifest, scoring, mask, plan, report, onnxPath, commands } = facts;
  const total = model.parameters.reduce((sum, { shape }) => sum + sizeOf(shape), 0);
  const method = METHODS[scoring.method];
  const name = plain(model.name);
  return `---
base_model: ${JSON.stringify(model.name)}
pipeline_tag: sentence-similarity
tags: [onnx, sentence-similarity, pruned, gaprune]
---

# ${name}, pruned${manifest.domainData === null ? '' : ` for ${plain(manifest.domainData.fileName)}`}

${count(report.zeros)} of ${count(report.weightsMasked)} chosen weights (${percent(report.zeros, report.weightsMasked)}) are zero, ${percent(report.zeros, total)} of the
model's ${count(total)}. They were chosen by ${method.label} with [GAPrune Studio](https://arxiv.org/abs/2509.10844) (${plain(manifest.program)}).

Zeros alone make a model neither faster nor its file smaller; its compressed form gets smaller. Embeddings change: embed documents anew,
and measure retrieval on your own data before use.

![Share of the weights pruned, by layer and matrix](${SHARE_MAP})

| layer | weights | zeros | share |
| --- | ---: | ---: | ---: |
${layerRows(plan).join('\n')}

## Checked

${checks(report).join('\n')}

## How it was made

${settingsList(facts).join('\n')}

${fenced('sh', commands.join('\n'))}

| made from | SHA-256 |
| --- | --- |
${hashes(manifest).join('\n')}

## Loading

${loading(facts)}

\`\`\`python
from optimum.onnxruntime import ORTModelForFeatureExtraction
model = ORTModelForFeatureExtraction.from_pretrained("<this folder>", ${pythonPath(onnxPath)})
\`\`\`

Method: GAPrune, arXiv 2509.10844. Layer types: ${mask.layers.map((type) => LAYER_TYPES[type].label).join(', ')}.
`;
}

const JS_POOLING: Partial<Record<PoolingMode, string>> = { mean: 'mean', cls: 'cls', lasttoken: 'last_token' };

/** How to get the whole embedding: transformers.js where it has the pooling, sentence-transformers where more follows. */
function loading({ model: { head }, onnxPath }: CardFacts): string {
  const [mode, ...others] = head.pooling.modes;
  const pooling = mode === undefined || others.length > 0 ? undefined : JS_POOLING[mode];
  const isPlain = head.steps.every(({ kind }) => kind === 'normalize');
  if (pooling === undefined || !isPlain) {
    return fenced(
      'python',
      `from sentence_transformers import SentenceTransformer
model = SentenceTransformer("<this folder>", backend="onnx", model_kwargs={"file_name": ${JSON.stringify(onnxPath)}})
embedding = model.encode("text", normalize_embeddings=True)`,
    );
  }
  return fenced(
    'js',
    `import { pipeline } from '@huggingface/transformers';
const embed = await pipeline('feature-extraction', '<this folder>', { dtype: '${onnxPath.endsWith('_fp16.onnx') ? 'fp16' : 'fp32'}' });
const embedding = await embed('text', { pooling: '${pooling}', normalize: true });`,
  );
}

function layerRows({ tensors }: MaskPlan): string[] {
  const layers = new Map<string, { size: number; zeros: number }>();
  for (const { layer, size, zeros } of tensors) {
    const key = layer === null ? 'none' : String(layer);
    const before = layers.get(key) ?? { size: 0, zeros: 0 };
    layers.set(key, { size: before.size + size, zeros: before.zeros + zeros });
  }
  return [...layers].map(([layer, { size, zeros }]) => `| ${layer} | ${count(size)} | ${count(zeros)} | ${percent(zeros, size)} |`);
}

function checks({ zeros, zerosInFile, maxEmbeddingDifference, modelBytes, outputs }: CardFacts['report']): string[] {
  return [
    `- ${count(zerosInFile)} zeros counted in the file at the pruned places; ${count(zeros)} were planned.`,
    '- Every other weight was compared with what it should be.',
    maxEmbeddingDifference === null
      ? '- The model is too large to be run twice here: its embeddings were not compared.'
      : `- onnxruntime ran the file; its embeddings are within ${maxEmbeddingDifference.toExponential(1)} of the pruned model's in memory.`,
    `- The ONNX file and its data take ${count(modelBytes)} bytes.`,
    ...outputs.map(({ path, sha256 }) => `- SHA-256 of ${plain(path)}: \`${sha256}\``),
  ];
}

function settingsList({ manifest, scoring, mask, change }: CardFacts): string[] {
  const { settings, generalData, domainData } = manifest;
  const list = (values: Readonly<Record<string, unknown>>): string =>
    Object.entries(values)
      .map(([key, value]) => `${key} ${plain(JSON.stringify(value))}`)
      .join(', ');
  const set = (data: RunData | null): string => (data === null ? 'not known' : `${plain(data.fileName)}, ${count(data.records)} records`);
  const read = Object.fromEntries(METHODS[scoring.method].settings.map((key) => [key, scoring[key]]));
  return [
    `- General set: ${set(generalData)}. Domain set: ${set(domainData)}.`,
    isImported(manifest) ? '- Another program measured the statistics.' : `- Analysis on ${plain(manifest.device)}: ${list(settings)}.`,
    `- Scores: ${METHODS[scoring.method].label}; ${list(read)}; post-processing ${scoring.postprocessing}.`,
    `- Mask: ${list(changed(mask))}.`,
    ...(change?.update === true ? ['- The weights that stay were updated from the inputs of every product, under the mask.'] : []),
    ...(change === null || change.recovery === null
      ? []
      : [`- Then ${change.recovery.steps} steps of fine-tuning with the mask held: ${list(change.recovery)}.`]),
  ];
}

/** Layer types, sparsity and budget, and what else is not as it is by default. */
function changed(mask: MaskSettings): Readonly<Record<string, unknown>> {
  const standard: Readonly<Record<string, unknown>> = maskSettings.parse({});
  const always = new Set(['layers', 'sparsity', 'budget']);
  return Object.fromEntries(
    Object.entries(mask).filter(([key, value]) => always.has(key) || JSON.stringify(value) !== JSON.stringify(standard[key])),
  );
}

const hashes = ({ modelFiles, generalData, domainData }: RunManifest): string[] =>
  [
    ...Object.entries(modelFiles).filter(([path]) => /\.onnx/.test(path)),
    ...[generalData, domainData].flatMap((data) => (data === null ? [] : [[data.fileName, data.sha256] as const])),
  ].map(([file, hash]) => `| ${plain(file)} | \`${hash}\` |`);

function pythonPath(onnxPath: string): string {
  const at = onnxPath.lastIndexOf('/');
  const file = `file_name=${JSON.stringify(onnxPath.slice(at + 1))}`;
  return at === -1 ? file : `subfolder=${JSON.stringify(onnxPath.slice(0, at))}, ${file}`;
}

/** A block of code whose fence is longer than any run of backticks in it. */
function fenced(language: string, code: string): string {
  const longest = Math.max(2, ...[...code.matchAll(/`+/g)].map(([run]) => run.length));
  const fence = '`'.repeat(longest + 1);
  return `${fence}${language}\n${code}\n${fence}`;
}

const count = (value: number): string => value.toLocaleString('en');
const percent = (part: number, whole: number): string => `${(whole === 0 ? 0 : (100 * part) / whole).toFixed(2)} %`;
/** A name from a file, as plain text in Markdown: no line breaks, no marks that Markdown or HTML reads. */
const plain = (text: string): string => text.replace(/\s+/g, ' ').replace(/[\\`*_{}[\]<>#|!&]/g, (mark) => `\\${mark}`);
