interface Labelled {
  readonly label: string;
  readonly help: string;
}

/** The heatmap of weights. */
export const heatmap = {
  title: 'Weights',
  tensor: 'tensor',
  quantity: 'Quantity',
  layer: 'Layer',
  layerName: (index: number) => `Layer ${index}`,
  label: (quantity: string) => `${quantity} per weight`,
  point: 'Point at a cell, or move through them with the arrow keys.',
  other: 'Other',
  quantities: {
    fisherDomain: {
      label: 'Domain Fisher',
      help: 'Mean squared gradient on the domain set: how much the weight matters for your field.',
    },
    fisherGeneral: { label: 'General Fisher', help: 'Mean squared gradient on the general set.' },
    fisherRatio: { label: 'Domain : general', help: 'Domain Fisher over general Fisher. Above 1 the weight matters more for your field.' },
    alignment: { label: 'Alignment', help: 'Cosine between the general and the domain gradient of the whole weight.' },
    conflict: {
      label: 'Conflict rate',
      help: 'Share of the batch pairs in which the two gradients of the weight point apart.',
    },
    magnitude: { label: 'Magnitude', help: 'Mean absolute value of the weight.' },
    score: { label: 'DAI score', help: 'Mean importance under the scoring settings, for the weights that may be pruned.' },
    pruned: { label: 'Share pruned', help: 'Share of the weight that becomes zero at this sparsity.' },
  } satisfies Readonly<Record<string, Labelled>>,
} as const;
