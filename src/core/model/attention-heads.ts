/** How attention is cut into heads. With fewer key-value heads than heads, several queries share one (grouped-query attention). */
export interface AttentionHeads {
  readonly heads: number;
  readonly keyValueHeads: number;
  /** Rows of a query, key or value matrix, and columns of an output matrix, that belong to one head. */
  readonly headDim: number;
}

/** The fields of `config.json` that say so, under the names that architectures use. */
export interface HeadConfig {
  readonly num_attention_heads?: number | undefined;
  readonly n_heads?: number | undefined;
  readonly n_head?: number | undefined;
  readonly num_key_value_heads?: number | undefined;
  readonly head_dim?: number | undefined;
  readonly hidden_size?: number | undefined;
  readonly dim?: number | undefined;
  readonly n_embd?: number | undefined;
}

/** The heads that a configuration describes, or null when it does not say or its numbers do not fit each other. */
export function headsOf(config: HeadConfig): AttentionHeads | null {
  const heads = config.num_attention_heads ?? config.n_heads ?? config.n_head;
  const width = config.hidden_size ?? config.dim ?? config.n_embd;
  if (heads === undefined) return null;
  const keyValueHeads = config.num_key_value_heads ?? heads;
  const headDim = config.head_dim ?? (width === undefined ? NaN : width / heads);
  const counts = [heads, keyValueHeads, headDim];
  if (!counts.every((count) => Number.isInteger(count) && count > 0) || heads % keyValueHeads !== 0) return null;
  return { heads, keyValueHeads, headDim };
}
