import type { Prompts } from '../core/data/prompts';
import type { AnalysisSettings } from '../core/gaprune/settings';

/** What `--query-prompt` and `--document-prompt` say. */
export interface PromptOptions {
  readonly queryPrompt?: string;
  readonly documentPrompt?: string;
}

/** The prompts given, each with the model's own in its place where it is not. */
export function promptSettings(
  { queryPrompt, documentPrompt }: PromptOptions,
  { query, document }: Prompts,
): Pick<AnalysisSettings, 'queryPrompt' | 'documentPrompt'> {
  return { queryPrompt: queryPrompt ?? query, documentPrompt: documentPrompt ?? document };
}
