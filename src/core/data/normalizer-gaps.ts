import type { ParsedTokenizer } from './tokenizer-files';

type Normalizer = NonNullable<ParsedTokenizer['tokenizer']['normalizer']>;
type Change = (text: string) => string;

/** Ideographs beyond the basic plane, which BERT's normaliser parts from each other as it does the others. */
const RARE_IDEOGRAPHS = /[\u{20000}-\u{2A6DF}\u{2A700}-\u{2B81F}\u{2B920}-\u{2CEAF}\u{2F800}-\u{2FA1F}]/gu;

/**
 * What Python's `tokenizers` does to a text and the JavaScript library does not, as a change of the text before it:
 * - a final capital sigma becomes σ, letter by letter, and not ς, as by the rules of words;
 * - ideographs beyond the basic plane are words of their own for BERT.
 */
export function normalizerGaps(normalizer: Normalizer | null): Change {
  const all = partsOf(normalizer);
  const lowers = all.some(({ type, lowercase }) => type === 'Lowercase' || (type === 'BertNormalizer' && lowercase !== false));
  const parts = all.some(({ type, handle_chinese_chars: parted }) => type === 'BertNormalizer' && parted !== false);
  return (text) => {
    const lowered = lowers ? text.replaceAll('Σ', 'σ') : text;
    return parts ? lowered.replace(RARE_IDEOGRAPHS, ' $& ') : lowered;
  };
}

/** The normaliser itself, or those it is a sequence of. */
function partsOf(normalizer: Normalizer | null): readonly Normalizer[] {
  if (normalizer === null) return [];
  const { normalizers } = normalizer;
  return Array.isArray(normalizers)
    ? normalizers.filter((part): part is Normalizer => typeof part === 'object' && part !== null)
    : [normalizer];
}
