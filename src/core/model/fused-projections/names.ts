import type { OnnxGraph } from '../../onnx/graph';
import { rawName } from '../names';
import type { Weight } from '../weights';
import type { Uses } from './uses';

/** How architectures call one module of queries, keys and values: GTE, ModernBERT and Nomic, GPT-NeoX, GPT-2, PyTorch's own. */
const FUSED = /^(.*?)[._]?(?:qkv_proj|Wqkv|query_key_value|c_attn|in_proj|qkv)[._](?:weight|bias)$/;

/** How architectures call the three, by the bias of the output projection that ONNX Runtime leaves by its name. */
const FAMILIES: readonly (readonly [RegExp, readonly [string, string, string]])[] = [
  [/^(.*attention)\.output\.dense\.bias$/, ['$1.self.query', '$1.self.key', '$1.self.value']],
  [/^(.*attention)\.out_lin\.bias$/, ['$1.q_lin', '$1.k_lin', '$1.v_lin']],
  [/^(.*\.attn)\.o\.bias$/, ['$1.q', '$1.k', '$1.v']],
  [/^(.*)\.(o_proj|out_proj)\.bias$/, ['$1.q_proj', '$1.k_proj', '$1.v_proj']],
];

type Names = readonly [query: string, key: string, value: string];

const projections = (module: string): Names => [`${module}.q_proj`, `${module}.k_proj`, `${module}.v_proj`];

/** Module paths of the three in the module that a fused weight or its bias is named after; null when neither tells of three. */
export function architecturesNames(graph: OnnxGraph, weights: readonly Weight[]): Names | null {
  const none = new Set<string>();
  const modules = weights.flatMap((weight) => FUSED.exec(rawName(graph, weight, none))?.[1] ?? []);
  return modules[0] === undefined ? null : projections(modules[0]);
}

/** Module paths of three that a tool fused: of the family that the output projection tells, or else of where the product was traced. */
export function restoredNames(graph: OnnxGraph, uses: Uses, product: string, values: string): Names {
  const bias = uses.following(values, (node) => node.inputs.find((input) => /\.bias$/.test(input) && graph.initializers.has(input)));
  const family = FAMILIES.find(([pattern]) => bias !== null && pattern.test(bias));
  if (bias === null || family === undefined) return projections(product.replace(/[^\w.]+/g, '.'));
  const [query, key, value] = family[1];
  return [bias.replace(family[0], query), bias.replace(family[0], key), bias.replace(family[0], value)];
}
