import {
  BertPreTokenizer,
  ByteLevelPreTokenizer,
  Normalizer,
  PreTokenizer,
  PrecompiledNormalizer,
  SequenceNormalizer,
  SequencePreTokenizer,
  type Tokenizer,
  WhitespacePreTokenizer,
  WhitespaceSplitPreTokenizer,
} from '@huggingface/tokenizers';
import { Charsmap } from './charsmap';

/** White space as Unicode has it: JavaScript's \s has U+FEFF as well, and lacks U+0085. */
const SPACE = String.raw`\p{White_Space}`;
/** Letters of words, of any script: JavaScript's \w has those of ASCII. */
const WORD = String.raw`\p{Alphabetic}\p{M}\p{Nd}\p{Pc}\p{Join_Control}`;

/** Where parts of the JavaScript library do other things than those of Python's `tokenizers`, put parts in their place that do the same. */
export function closeLibraryGaps(library: Tokenizer): void {
  library.normalizer = normalizerOf(library.normalizer);
  library.pre_tokenizer = preTokenizerOf(library.pre_tokenizer);
}

function normalizerOf(part: Normalizer | null): Normalizer | null {
  if (part instanceof SequenceNormalizer) part.normalizers = part.normalizers.map(normalizerOf);
  // The library has NFKC and a few more rules in its place.
  return part instanceof PrecompiledNormalizer ? new CharsmapNormalizer(part) : part;
}

function preTokenizerOf(part: PreTokenizer | null): PreTokenizer | null {
  if (part instanceof SequencePreTokenizer) part.tokenizers = part.tokenizers.map(preTokenizerOf);
  if (part instanceof ByteLevelPreTokenizer) part.pattern = unicodeSpaces(part.pattern);
  if (part instanceof BertPreTokenizer) return new Matches(unicodeSpaces(part.pattern));
  if (part instanceof WhitespaceSplitPreTokenizer) return new Matches(new RegExp(`[^${SPACE}]+`, 'gu'));
  if (part instanceof WhitespacePreTokenizer) return new Matches(new RegExp(`[${WORD}]+|[^${WORD}${SPACE}]+`, 'gu'));
  return part;
}

function unicodeSpaces({ source, flags }: RegExp): RegExp {
  return new RegExp(source.replaceAll('\\s', SPACE).replaceAll('\\S', SPACE.replace('p', 'P')), flags);
}

class CharsmapNormalizer extends Normalizer {
  private readonly map: Charsmap;

  constructor({ charsmap, config }: PrecompiledNormalizer) {
    super(config);
    this.map = Charsmap.parse(charsmap);
  }

  override normalize(text: string): string {
    return this.map.normalize(text);
  }
}

class Matches extends PreTokenizer {
  constructor(private readonly pattern: RegExp) {
    super();
  }

  override pre_tokenize_text(text: string): string[] {
    return text.match(this.pattern) ?? [];
  }
}
