import type { TabId } from '../prune/tabs/tab-ids';

interface Labelled {
  readonly label: string;
  readonly help: string;
}

/** Choosing what goes. */
export const prune = {
  tabsLabel: 'Views of the pruned model',
  tabs: { heatmap: 'Heatmap', charts: 'Charts', compare: 'Compare', quality: 'Quality', export: 'Export' } satisfies Readonly<
    Record<TabId, string>
  >,
  noPlan: 'No plan for these settings',
  budgetFields: {
    rhoMin: { label: 'At least, ρ min', help: 'This share of every layer goes.' },
    rhoMax: { label: 'At most, ρ max', help: 'Not more than this share of any layer goes.' },
  },
  scoringFields: {
    domainShare: { label: 'Domain share', help: 'How much the domain set counts: 1 is the domain alone, 0 the general set alone.' },
    damping: { label: 'Damping', help: 'Added to Fisher information over its mean: the larger, the more magnitude decides.' },
    seed: { label: 'Seed', help: 'The same seed gives the same scores.' },
    beta: { label: 'β, general weight', help: 'How much general Fisher counts against domain Fisher.' },
    gamma: { label: 'γ, magnitude weight', help: 'How much the size of the weight itself counts.' },
    alignmentStrength: { label: 'Alignment strength', help: 'Alignment changes a score by at most this share.' },
    temperature: { label: 'Temperature', help: 'Steepness of the sigmoid.' },
    fusionAlpha: { label: 'Fusion α', help: 'Share of domain Fisher × magnitude that is added to the score.' },
    fusionBeta: { label: 'Fusion β', help: 'Factor of the score when it is fused.' },
  } satisfies Readonly<Record<string, Labelled>>,
} as const;
