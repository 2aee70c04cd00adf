import type { AnalysisSettings } from '../gaprune/settings';
import type { TextTokenizer } from './tokenizer';
import type { Triplet } from './triplet';

/** Texts that a model expects before every query and every document. Positives and negatives are documents. */
export interface Prompts {
  readonly query: string;
  readonly document: string;
}
export type TextRole = keyof Prompts;

export const NO_PROMPTS: Prompts = { query: '', document: '' };

export const promptsOf = ({ queryPrompt, documentPrompt }: Pick<AnalysisSettings, 'queryPrompt' | 'documentPrompt'>): Prompts => ({
  query: queryPrompt,
  document: documentPrompt,
});

/** The texts of a record as a model reads them; a pair has two. */
export function promptedTexts({ query, positive, negative }: Triplet, prompts: Prompts): string[] {
  const documents = negative === '' ? [positive] : [positive, negative];
  return [prompts.query + query, ...documents.map((text) => prompts.document + text)];
}

/** Tokens at the start of a query and of a document that pooling leaves out. */
export type UnpooledTokens = Readonly<Record<TextRole, number>>;
export const ALL_POOLED: UnpooledTokens = { query: 0, document: 0 };

/** More tokens than any model takes. */
const LONGEST = 32_768;

/**
 * The tokens of prompts, with those that stand before every text, where pooling leaves prompts out.
 * Source: sentence-transformers 6.2, `Transformer._get_prompt_length`.
 */
export function unpooledTokens(tokenizer: TextTokenizer, prompts: Prompts, includePrompt: boolean): UnpooledTokens {
  const tokensOf = (prompt: string): number =>
    includePrompt || prompt === '' ? 0 : tokenizer.encode(prompt, LONGEST).length - Math.min(1, tokenizer.trailingTokens);
  return { query: tokensOf(prompts.query), document: tokensOf(prompts.document) };
}
