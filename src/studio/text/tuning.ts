import type { ScoringSettings } from '../../core/gaprune/settings';
import type { BuiltInPreset } from '../stores/built-in-presets';

interface Labelled {
  readonly label: string;
  readonly help: string;
}

/** The sidebar of settings: what goes, how much, and how it is scored. */
export const tuning = {
  title: 'What goes',
  undo: 'Undo',
  redo: 'Redo',
  undoSettings: 'Undo the last change of settings',
  redoSettings: 'Redo the change of settings',
  pin: 'Pin as A',
  sparsity: { label: 'Sparsity', exact: 'Exact sparsity' },
  layerTypes: { label: 'Layer types', help: 'A weight may go when it has one of these types.' },
  weights: {
    title: 'Weights',
    summary: (chosen: number, all: number) => `${chosen} of ${all}`,
    tree: 'Layers and matrices',
    outside: 'Outside the layers',
    layer: (index: number) => `Layer ${index}`,
    count: (chosen: number, all: number) => `${chosen}/${all}`,
    keys: 'Shift selects a range. What is checked may be pruned.',
    reset: 'Back to types and filter',
  },
  filter: {
    label: 'Name filter',
    help: 'A part of the name, a glob as *.query.*, or a /regular expression/.',
    matches: (count: number) => (count === 1 ? '1 weight matches' : `${count} weights match`),
    list: 'Names that match',
    more: (count: number) => `and ${count} more`,
  },
  overrides: {
    title: 'Overrides',
    help: 'A share of its own. The rest makes up for it, so that the sparsity stays.',
    list: 'Overrides',
    kind: 'For',
    kinds: { type: { label: 'Layer type' }, layer: { label: 'Layer' }, name: { label: 'Weight' } },
    type: 'Type',
    layer: 'Layer',
    name: 'Weight',
    add: 'Add override',
    share: (target: string) => `Share of ${target}`,
    remove: (target: string) => `Remove the override of ${target}`,
    matches: (count: number) => (count === 1 ? '1 chosen weight' : `${count} chosen weights`),
  },
  budget: 'Budget',
  scoring: 'Scoring',
  method: 'Method',
  inputs: {
    missing: (method: string) =>
      `${method} goes by the inputs of every product, which an analysis does not hold. They take a pass over both sets.`,
    measure: 'Measure the inputs',
    measuring: 'Measuring inputs',
    cancel: 'Stop',
    stopped: 'The inputs were not measured',
  },
  equalsMagnitude: (overlap: string) =>
    `This is magnitude pruning: ${overlap} of what goes are the smallest weights, whatever the data say. Choose another method to use them.`,
  resetScoring: 'Reset scoring',
  alignment: 'Alignment',
  alignments: {
    'element-wise': { label: 'Element-wise', help: 'As the reference program does it; in large weights it hardly acts.' },
    tensor: { label: 'Per tensor', help: 'One cosine per weight, as the paper reads.' },
  } satisfies Readonly<Record<ScoringSettings['alignment'], Labelled>>,
  granularity: 'Granularity',
  postprocessing: 'Post-processing',
  formula: 'Formula',
  formulaOf: (label: string) => `Formula: ${label}`,
  formulaNote: 'F: Fisher information, F̂: over its mean, d: domain, g: general, w: the weight, e and cos: alignment. The lowest scores go.',
  formulas: {
    postprocessing: 'zscore_sigmoid: σ((x − mean)/(std · T)); minmax: (x − min)/(max − min); rank: rank/n',
    temperature: 'σ((x − mean)/(std · T))',
    fusion: 'α · F_d·|w| + β_f · score',
    alignmentMode: 'e = unit(G_g) ⊙ unit(G_d), smoothed 3×3; per tensor: cos(G_g, G_d)',
  },
  presets: {
    title: 'Presets',
    use: (name: string) => `Preset: ${name}`,
    builtIn: 'Built in',
    own: 'Your own',
    none: 'None yet.',
    name: 'Name',
    save: 'Save these settings',
    remove: (name: string) => `Delete the preset ${name}`,
    names: {
      reference: { label: 'Reference', help: 'GAPrune as the reference program runs it.' },
      calibrated: { label: 'DAI, calibrated', help: 'The terms of DAI brought to one scale.' },
      domain: { label: 'Domain first', help: 'Fisher information of the domain set alone.' },
      balanced: { label: 'Balanced', help: 'Both sets, and the same share in every layer.' },
      magnitude: { label: 'Magnitude', help: 'The baseline: the smallest weights go.' },
    } satisfies Readonly<Record<BuiltInPreset, Labelled>>,
  },
} as const;
