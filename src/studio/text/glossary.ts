export interface GlossaryEntry {
  readonly name: string;
  readonly definition: string;
}

/** What the words of the field mean here, in one or two sentences each. */
export const glossary = {
  alignment: {
    name: 'Alignment',
    definition:
      'Cosine of the general and the domain gradient of a weight matrix. Near 1 both sets want the same change, near −1 the opposite.',
  },
  budget: {
    name: 'Budget',
    definition: 'How the zeros are spread: over all chosen weights in one ranking (global), or the same share in every layer (uniform).',
  },
  candidate: { name: 'Candidate', definition: 'A weight that may become zero: its matrix has one of the chosen layer types.' },
  conflict: {
    name: 'Conflict rate',
    definition: 'Share of the batch pairs in which the general and the domain gradient of a matrix point apart (cosine below 0).',
  },
  dai: {
    name: 'DAI score',
    definition:
      'Domain-alignment importance: domain Fisher less general Fisher, times the size of the weight, changed a little by alignment, plus a share of the size itself. Low scores go first.',
  },
  duplicate: {
    name: 'Duplicate',
    definition: 'A record whose three texts repeat an earlier record of the same set, but for case and spaces.',
  },
  fisher: {
    name: 'Fisher information',
    definition:
      'Mean squared gradient of the loss with respect to a weight. Large: the loss reacts to this weight. It is measured on each set for itself.',
  },
  hash: { name: 'SHA-256', definition: 'A fingerprint of the file. Two files with the same one are the same, byte for byte.' },
  infonce: {
    name: 'InfoNCE loss',
    definition:
      'Cross-entropy of finding the right positive of a query among all positives and negatives of a batch, by cosine. 0 is perfect.',
  },
  layerType: {
    name: 'Layer type',
    definition: 'What a weight matrix is for: a part of attention, of the MLP, of the embeddings or of a norm.',
  },
  leak: {
    name: 'Leak',
    definition:
      'A record of the domain set whose query and positive also are in the general set. What both sets know says little about the domain.',
  },
  magnitude: { name: 'Magnitude', definition: 'Absolute value of a weight.' },
  mask: { name: 'Mask', definition: 'Which weights become zero: one yes or no per weight.' },
  microbatch: {
    name: 'Micro-batch',
    definition: 'The records of one gradient. Fisher information is summed over micro-batches of at most 8.',
  },
  opset: { name: 'Opset', definition: 'Version of the set of ONNX operators that the model is written in.' },
  pooling: {
    name: 'Pooling',
    definition: 'How the vectors of the tokens become one vector for the text: their mean, the first or the last.',
  },
  precision: { name: 'Precision', definition: 'Number format of the stored weights. Everything is computed in float32.' },
  prunable: { name: 'Prunable', definition: 'Weight matrices whose layer type can be chosen for pruning. Biases and norms never are.' },
  score: { name: 'Score', definition: 'One number per weight by which weights are ranked. The lowest become zero.' },
  sparsity: { name: 'Sparsity', definition: 'Share of the candidates that become zero.' },
  triplet: { name: 'Record', definition: 'A query, a positive text that answers it and a negative one that does not.' },
  truncation: {
    name: 'Truncated',
    definition: 'Texts with more tokens than the max length lose their end. Their share depends on the max length.',
  },
} as const satisfies Readonly<Record<string, GlossaryEntry>>;

export type TermId = keyof typeof glossary;
