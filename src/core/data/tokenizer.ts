import { Tokenizer } from '@huggingface/tokenizers';
import { InvalidTokenizerError } from './errors';
import { parseTokenizerFiles, type TokenizerFiles } from './tokenizer-files';
import { closeLibraryGaps } from './library-gaps';
import { normalizerGaps } from './normalizer-gaps';
import { prefixOf } from './text-prefix';

/** Turns texts into token ids. */
export interface TextTokenizer {
  /** Id of the token to pad with; masked out, so its value does not matter to the model. */
  readonly padToken: number;
  /** Number of special tokens put around a text. */
  readonly specialTokens: number;
  /** How many of them stand after the text. */
  readonly trailingTokens: number;
  /**
   * Token ids of a text, special tokens included, at most `maxLength` (truncated on the right, inside the special tokens, as
   * Hugging Face tokenizers do). Lone surrogates count as U+FFFD. @throws InvalidTokenizerError when not even the special
   * tokens fit, or a token has no id.
   */
  encode(text: string, maxLength: number): Int32Array;
}

/**
 * Build a tokenizer from the texts of its files, without any network.
 *
 * The library does not truncate, so the special tokens are worked out once, from a text encoded with and without them, and put
 * around the tokens that fit.
 * @throws MissingTokenizerError, InvalidTokenizerError
 */
export function loadTokenizer(files: TokenizerFiles): TextTokenizer {
  const { tokenizer: json, config, padToken } = parseTokenizerFiles(files);
  const library = attempt('The tokenizer is of a kind that is not supported', () => new Tokenizer(json, config));
  closeLibraryGaps(library);
  const prepared = normalizerGaps(json.normalizer);
  const encode = (text: string, special: boolean): number[] =>
    attempt('A text cannot be tokenised', () => checkIds(library.encode(prepared(text), { add_special_tokens: special }).ids));
  const { before, after } = specialTokens(encode);
  const special = before.length + after.length;
  return {
    padToken: (padToken === null ? undefined : library.token_to_id(padToken)) ?? 0,
    specialTokens: special,
    trailingTokens: after.length,
    encode(text, maxLength) {
      if (maxLength < special) {
        throw new InvalidTokenizerError(
          `The tokenizer adds ${special} special tokens, more than the max length of ${maxLength}.`,
          'tokenizer.json',
        );
      }
      const body = firstTokens(text, maxLength - special, json.pre_tokenizer !== null, (part) => encode(part, false));
      return Int32Array.from([...before, ...body, ...after]);
    },
  };
}

/** The first `budget` tokens. Where words are tokenised one by one, no more of a long text is read than it takes. */
function firstTokens(text: string, budget: number, byWords: boolean, encode: (text: string) => number[]): number[] {
  const wellFormed = text.replace(/\p{Surrogate}/gu, '\uFFFD');
  // Enough tokens beyond the budget that what a word at the cut would have joined does not matter.
  const margin = 16;
  for (let length = 8 * (budget + margin); byWords && length < wellFormed.length; length *= 2) {
    const tokens = encode(prefixOf(wellFormed, length));
    if (tokens.length >= budget + margin) return tokens.slice(0, budget);
  }
  return encode(wellFormed).slice(0, budget);
}

/** What stands before and after the tokens of a text when special tokens are added. */
function specialTokens(encode: (text: string, special: boolean) => number[]): { before: readonly number[]; after: readonly number[] } {
  const probe = ['a', 'A', 'e', '1', 'the'].find((text) => encode(text, false).length > 0);
  if (probe === undefined) throw new InvalidTokenizerError('The tokenizer has no token for any letter.', 'tokenizer.json');
  const bare = encode(probe, false);
  const full = encode(probe, true);
  for (let at = 0; at <= full.length - bare.length; at++) {
    if (bare.every((id, i) => full[at + i] === id)) return { before: full.slice(0, at), after: full.slice(at + bare.length) };
  }
  throw new InvalidTokenizerError('The special tokens are not put around a text, but in it.', 'tokenizer.json');
}

/** The library leaves a hole for a token that is not in the vocabulary when there is no unknown token. */
function checkIds(ids: readonly (number | undefined)[]): number[] {
  return ids.map((id) => {
    if (id === undefined || !Number.isInteger(id))
      throw new InvalidTokenizerError('A token has no id, and there is no unknown token.', 'tokenizer.json');
    return id;
  });
}

function attempt<T>(problem: string, work: () => T): T {
  try {
    return work();
  } catch (cause) {
    if (cause instanceof InvalidTokenizerError) throw cause;
    throw new InvalidTokenizerError(`${problem}: ${cause instanceof Error ? cause.message : String(cause)}.`, 'tokenizer.json', { cause });
  }
}
