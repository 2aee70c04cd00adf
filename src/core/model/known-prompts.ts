/** Prompts that a model's card asks for, where its files do not say them. */
interface KnownPrompts {
  /** Who the prompts are for, in words. */
  readonly label: string;
  /** What the model's name holds. */
  readonly name: RegExp;
  readonly query: string;
  readonly document: string;
}

const RETRIEVE = 'Represent this sentence for searching relevant passages: ';
const INSTRUCT = 'Instruct: Given a web search query, retrieve relevant passages that answer the query\nQuery:';

/** The first that fits counts. Source: the models' cards on the hub. */
export const KNOWN_PROMPTS: readonly KnownPrompts[] = [
  { label: 'E5 with instructions', name: /e5-.*instruct/i, query: `${INSTRUCT} `, document: '' },
  { label: 'E5', name: /(^|[-_/])e5[-_]/i, query: 'query: ', document: 'passage: ' },
  { label: 'Qwen3 Embedding', name: /qwen3-embedding/i, query: INSTRUCT, document: '' },
  { label: 'EmbeddingGemma', name: /embedding-?gemma/i, query: 'task: search result | query: ', document: 'title: none | text: ' },
  { label: 'Nomic Embed', name: /nomic-embed-text/i, query: 'search_query: ', document: 'search_document: ' },
  { label: 'BGE 1.5, English', name: /bge-(small|base|large)-en/i, query: RETRIEVE, document: '' },
  { label: 'BGE 1.5, Chinese', name: /bge-(small|base|large)-zh/i, query: '为这个句子生成表示以用于检索相关文章：', document: '' },
  { label: 'Mixedbread', name: /mxbai-embed/i, query: RETRIEVE, document: '' },
  { label: 'Snowflake Arctic Embed 2', name: /arctic-embed.*v2/i, query: 'query: ', document: '' },
  { label: 'Snowflake Arctic Embed', name: /arctic-embed/i, query: RETRIEVE, document: '' },
];
