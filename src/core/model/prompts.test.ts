import { describe, expect, it } from 'vitest';
import { openFolder } from './model-folder';
import { readPrompts } from './prompts';

const folder = (config?: unknown) => {
  const files: [string, Uint8Array][] = [['model.onnx', Uint8Array.of(1)]];
  if (config !== undefined) {
    const text = typeof config === 'string' ? config : JSON.stringify(config);
    files.push(['config_sentence_transformers.json', new TextEncoder().encode(text)]);
  }
  return openFolder(new Map(files));
};
const prompts = (config: unknown, name = 'mine') => readPrompts(folder(config), [name, '']);

describe('readPrompts', () => {
  it.each<[unknown, string, string]>([
    [{ prompts: { query: 'q: ', document: 'd: ' } }, 'q: ', 'd: '],
    [{ prompts: { query: 'q: ', passage: 'p: ', corpus: 'c: ' } }, 'q: ', 'p: '],
    [{ prompts: { search_query: 'sq: ', search_document: 'sd: ' } }, 'sq: ', 'sd: '],
    [{ prompts: { query: 'Instruct: find\nQuery:' }, default_prompt_name: null }, 'Instruct: find\nQuery:', ''],
    [{ prompts: { any: 'a: ' }, default_prompt_name: 'any' }, 'a: ', 'a: '],
    [{ prompts: { query: '', any: 'a: ' }, default_prompt_name: 'any' }, '', 'a: '],
  ])('reads %j', (config, query, document) => {
    expect(prompts(config)).toEqual({ query, document, source: 'files' });
  });

  it.each<[string, string, string]>([
    ['multilingual-e5-small', 'query: ', 'passage: '],
    ['intfloat/e5-base-v2', 'query: ', 'passage: '],
    ['multilingual-e5-large-instruct', 'Instruct: Given a web search query, retrieve relevant passages that answer the query\nQuery: ', ''],
    ['Qwen3-Embedding-0.6B-ONNX', 'Instruct: Given a web search query, retrieve relevant passages that answer the query\nQuery:', ''],
    ['bge-small-en-v1.5', 'Represent this sentence for searching relevant passages: ', ''],
    ['snowflake-arctic-embed-m-v2.0', 'query: ', ''],
  ])('knows %s, also where its file holds empty prompts', (name, query, document) => {
    expect(prompts(undefined, name)).toEqual({ query, document, source: 'known' });
    expect(prompts({ prompts: { query: '', document: '' } }, name)).toEqual({ query, document, source: 'known' });
  });

  it('has none for others', () => {
    for (const name of ['all-MiniLM-L6-v2', 'bge-m3', 'note5-model', 'size5'])
      expect(prompts(undefined, name)).toEqual({ query: '', document: '', source: 'none' });
  });

  it('refuses a broken file', () => {
    for (const config of ['{', { prompts: 3 }, { prompts: { query: 'x'.repeat(5000) } }])
      expect(() => prompts(config)).toThrow('This configuration is not valid. (config_sentence_transformers.json)');
  });
});
