import { z } from 'zod';
import { InvalidTokenizerError, MissingTokenizerError } from './errors';

/** The texts of a model's tokenizer files; a file that the model lacks is empty or left out. */
export interface TokenizerFiles {
  readonly tokenizerJson?: string | undefined;
  readonly tokenizerConfig?: string | undefined;
}

const tokenName = z.union([z.string(), z.looseObject({ content: z.string() })]).nullish();

/** Only what we rely on; the library reads the rest. */
const tokenizerSchema = z.looseObject({
  model: z.looseObject({
    type: z.enum(['WordPiece', 'BPE', 'Unigram']).optional(),
    merges: z.array(z.unknown()).optional(),
    vocab: z.union([z.looseObject({}), z.array(z.unknown())]),
  }),
  added_tokens: z.array(z.looseObject({ id: z.int().min(0), content: z.string() })).default([]),
  normalizer: z.looseObject({}).nullable().default(null),
  pre_tokenizer: z.looseObject({}).nullable().default(null),
  post_processor: z.looseObject({}).nullable().default(null),
  decoder: z.looseObject({}).nullable().default(null),
});

const configSchema = z.looseObject({ pad_token: tokenName, eos_token: tokenName });

export interface ParsedTokenizer {
  readonly tokenizer: z.infer<typeof tokenizerSchema>;
  readonly config: z.infer<typeof configSchema>;
  /** Content of the pad token, else of the end-of-text token, else null. */
  readonly padToken: string | null;
}

/**
 * Parse and check the tokenizer files. Their truncation and padding settings are dropped: the analysis has its own.
 * @throws MissingTokenizerError, InvalidTokenizerError
 */
export function parseTokenizerFiles({ tokenizerJson = '', tokenizerConfig = '' }: TokenizerFiles): ParsedTokenizer {
  if (tokenizerJson.trim() === '') throw new MissingTokenizerError();
  const tokenizer = parseFile('tokenizer.json', tokenizerJson, tokenizerSchema);
  const config = parseFile('tokenizer_config.json', tokenizerConfig.trim() === '' ? '{}' : tokenizerConfig, configSchema);
  const { model } = tokenizer;
  const pad = config.pad_token ?? config.eos_token ?? null;
  return {
    tokenizer: { ...tokenizer, model: { ...model, type: model.type ?? typeOf(model) }, truncation: null, padding: null },
    config,
    padToken: typeof pad === 'string' ? pad : (pad?.content ?? null),
  };
}

/** Old files do not name the type of the model; it is what its parts say. */
function typeOf({ vocab, merges }: ParsedTokenizer['tokenizer']['model']): 'WordPiece' | 'BPE' | 'Unigram' {
  if (Array.isArray(vocab)) return 'Unigram';
  return merges === undefined ? 'WordPiece' : 'BPE';
}

function parseFile<T>(name: string, text: string, schema: z.ZodType<T>): T {
  let value: unknown;
  try {
    value = JSON.parse(text.startsWith('\uFEFF') ? text.slice(1) : text);
  } catch (cause) {
    throw new InvalidTokenizerError('The tokenizer file is not valid JSON.', name, { cause });
  }
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  const path = issue === undefined || issue.path.length === 0 ? 'the file' : issue.path.join('.');
  throw new InvalidTokenizerError(`The tokenizer file is not what it should be: ${path}: ${issue?.message ?? 'wrong shape'}.`, name);
}
