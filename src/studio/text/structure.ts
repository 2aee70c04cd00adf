/** Attention by head, MLP by neuron. */
export const structure = {
  part: 'Part',
  whole: 'Whole',
  absent: 'These matrices have none: the settings leave them out.',
  share: 'Share pruned',
  largest: (value: string) => `largest ${value}`,
  smallest: (value: string) => `smallest ${value}`,
  profile: (layer: number, quantity: string) => `${quantity} of the neurons of layer ${layer}, from the largest to the smallest`,
  heads: {
    title: (quantity: string) => `${quantity} by attention head`,
    unit: 'Head',
    none: 'The heads of this model are not known: its config.json does not say how many there are, or query, key and value lie in one matrix.',
    point: 'Point at a head, or move through them with the arrow keys.',
    empty: (all: string, nearly: string, total: string) =>
      `${all} of ${total} heads are all zero, ${nearly} at least 95 % zero. Only whole heads can be removed from the structure.`,
    details: (layer: number, unit: string, value: string, share: string) => `Layer ${layer}, head ${unit}: ${value}, ${share} pruned`,
  },
  neurons: {
    title: (quantity: string) => `${quantity} by neuron of the MLP`,
    unit: 'Neuron',
    none: 'No layer of this model has an MLP of the known kinds.',
    point: 'Point at a neuron, or move through them with the arrow keys.',
    empty: (all: string, nearly: string, total: string) =>
      `${all} of ${total} neurons are all zero, ${nearly} at least 95 % zero. A neuron is its rows of gate and up and its column of down; only whole ones can be removed from the structure.`,
    details: (layer: number, unit: string, value: string, share: string) => `Layer ${layer}, neuron ${unit}: ${value}, ${share} pruned`,
  },
} as const;
