import type { MaskSettings, ScoringSettings } from '../../core/gaprune/settings';
import type { TabId } from '../prune/tabs/tab-ids';

interface Labelled {
  readonly label: string;
  readonly help: string;
}

/** Choosing what goes. */
export const prune = {
  tabsLabel: 'Views of the pruned model',
  tabs: { heatmap: 'Heatmap', charts: 'Charts', export: 'Export' } satisfies Readonly<Record<TabId, string>>,
  settings: 'What goes',
  noPlan: 'No plan for these settings',
  sparsity: { label: 'Sparsity', exact: 'Exact sparsity' },
  layerTypes: { label: 'Layer types', help: 'A weight may go when it has one of these types.' },
  layers: { label: 'Layers', help: 'Layers that are not chosen stay as they are.' },
  budget: 'Budget',
  budgets: {
    global: { label: 'Global', help: 'One ranking over all chosen weights.' },
    uniform: { label: 'Uniform', help: 'The same share in every layer.' },
  } satisfies Readonly<Record<MaskSettings['budget'], Labelled>>,
  budgetFields: {
    rhoMin: { label: 'At least, ρ min', help: 'This share of every layer goes.' },
    rhoMax: { label: 'At most, ρ max', help: 'Not more than this share of any layer goes.' },
  },
  scoring: 'Scoring',
  resetScoring: 'Reset scoring',
  alignment: 'Alignment',
  alignments: {
    'element-wise': { label: 'Element-wise', help: 'As the reference program does it; in large weights it hardly acts.' },
    tensor: { label: 'Per tensor', help: 'One cosine per weight, as the paper reads.' },
  } satisfies Readonly<Record<ScoringSettings['alignment'], Labelled>>,
  postprocessing: 'Post-processing',
  postprocessings: {
    none: { label: 'None', help: 'Scores are compared as they are.' },
    zscore_sigmoid: { label: 'Z-score, sigmoid', help: 'Scores are standardised per weight, then squeezed between 0 and 1.' },
    minmax: { label: 'Min–max', help: 'Scores of each weight are stretched to 0…1.' },
    rank: { label: 'Rank', help: 'Only the order within a weight counts.' },
  } satisfies Readonly<Record<ScoringSettings['postprocessing'], Labelled>>,
  scoringFields: {
    beta: { label: 'β, general weight', help: 'How much general Fisher counts against domain Fisher.' },
    gamma: { label: 'γ, magnitude weight', help: 'How much the size of the weight itself counts.' },
    alignmentStrength: { label: 'Alignment strength', help: 'Alignment changes a score by at most this share.' },
    temperature: { label: 'Temperature', help: 'Steepness of the sigmoid.' },
    fusionAlpha: { label: 'Fusion α', help: 'Share of domain Fisher × magnitude that is added to the score.' },
    fusionBeta: { label: 'Fusion β', help: 'Factor of the score when it is fused.' },
  } satisfies Readonly<Record<string, Labelled>>,
  layerTable: {
    title: 'Zeros per layer',
    columns: { layer: 'Layer', weights: 'Weights', zeros: 'Zeros', share: 'Share', bar: 'Share as a bar' },
    layer: (index: number) => `Layer ${index}`,
    outside: 'Outside the layers',
  },
} as const;
