import { interpretGraph } from '../../src/core/interpreter/evaluate';
import { storedToHost } from '../../src/core/interpreter/stored-to-host';
import { hostTensor, type HostTensor } from '../../src/core/interpreter/host-tensor';
import type { OnnxModel, StoredTensor } from '../../src/core/onnx/graph';
import type { TokenArrays } from '../../src/core/specialize/host-plan';

/** Batches padded on the right to the longest row: id 0, mask 0, every segment 0. */
export function padded(rows: readonly (readonly number[])[], length = Math.max(...rows.map((row) => row.length))): TokenArrays {
  const fill = (value: (row: readonly number[], at: number) => number): Int32Array =>
    Int32Array.from(rows.flatMap((row) => Array.from({ length }, (_, at) => value(row, at))));
  return {
    inputIds: fill((row, at) => row[at] ?? 0),
    attentionMask: fill((row, at) => (at < row.length ? 1 : 0)),
    tokenTypeIds: fill(() => 0),
  };
}

const converted = new WeakMap<StoredTensor, HostTensor>();
let halves: Float64Array | null = null;

/** The 65,536 values of float16, by their bits. */
function halfTable(): Float64Array {
  const bits = Uint16Array.from({ length: 65536 }, (_, i) => i);
  halves ??= storedToHost({ name: 'halves', dataType: 'float16', dims: [65536], bytes: new Uint8Array(bits.buffer), range: null }).data;
  return halves;
}

/** `storedToHost`, kept, and by table for the millions of float16 values of the built-in model. */
export function hostValues(stored: StoredTensor): HostTensor {
  const known = converted.get(stored);
  if (known !== undefined) return known;
  const values = stored.dataType === 'float16' ? fromHalves(stored) : storedToHost(stored);
  converted.set(stored, values);
  return values;
}

function fromHalves({ bytes: stored, dims }: StoredTensor): HostTensor {
  const bytes = stored.subarray();
  const table = halfTable();
  const data = new Float64Array(bytes.length / 2);
  for (let i = 0; i < data.length; i++) data[i] = table[bytes[2 * i]! + 256 * bytes[2 * i + 1]!]!;
  return hostTensor('float16', dims, data);
}

/** Every value of a model in float64, computed from its own file. */
export function interpretModel({ graph, opsets }: OnnxModel, tokens: TokenArrays, rows: number): Map<string, HostTensor> {
  const values = new Map<string, HostTensor>();
  for (const [name, stored] of graph.initializers) values.set(name, hostValues(stored));
  const length = tokens.inputIds.length / rows;
  const feeds = new Map([
    ['input_ids', tokens.inputIds],
    ['attention_mask', tokens.attentionMask],
    ['token_type_ids', tokens.tokenTypeIds],
    ['position_ids', tokens.inputIds.map((_, i) => i % length)],
  ]);
  for (const { name } of graph.inputs) values.set(name, hostTensor('int64', [rows, length], feeds.get(name) ?? []));
  interpretGraph(graph.nodes, values, opsets.get('') ?? 0);
  return values;
}
