import type { AnalysisInput } from '../../src/core/analysis/analyze';
import type { TripletSet } from '../../src/core/data/triplet';
import type { EmbeddingModel } from '../../src/core/model/embedding-model';
import { sizeOf } from '../../src/core/tensor';

/** A word that no made-up record has. */
const WORD = 'enzyme';

/** Puts a value into the whole row of one token in the table of word embeddings, in the bytes of a file in memory. */
export function poisonToken({ parameters, tensors }: EmbeddingModel, token: number, value: number): void {
  const table = parameters.find(({ name }) => name.endsWith('word_embeddings.weight'));
  const source = table === undefined ? undefined : tensors.get(table.initializer)?.bytes;
  if (table === undefined || source === undefined) throw new Error('The model has no word embeddings.');
  // A view of the file where that is in memory.
  const bytes = source.subarray(0, source.length);
  const width = sizeOf(table.shape.slice(1));
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  for (let column = 0; column < width; column++) view.setFloat32(4 * (token * width + column), value, true);
}

/** The input, in which this record of a set has a token that the others do not have, and a model that `value` stands in the row of it of. */
export function poisoned(input: AnalysisInput, set: 'general' | 'domain', record: number, value: number): AnalysisInput {
  const { model, tokenizer } = input;
  const used = new Set(
    [...input.general.triplets, ...input.domain.triplets].flatMap(({ query, positive, negative }) =>
      [query, positive, negative].flatMap((text) => [...tokenizer.encode(text, 64)]),
    ),
  );
  const token = tokenizer.encode(WORD, 64).find((id) => !used.has(id));
  if (token === undefined) throw new Error('Every token of the word is used.');
  poisonToken(model, token, value);
  const triplets = input[set].triplets.map((triplet, i) => (i === record ? { ...triplet, query: `${WORD} ${triplet.query}` } : triplet));
  return { ...input, [set]: { ...input[set], triplets } };
}

export const without = (set: TripletSet, record: number): TripletSet => ({ ...set, triplets: set.triplets.filter((_, i) => i !== record) });
