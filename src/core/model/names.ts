import type { OnnxGraph, OnnxNode } from '../onnx/graph';
import type { Weight } from './weights';

/** A dotted PyTorch parameter path, as exporters keep it for what they do not transpose. */
const PARAMETER_PATH = /^[A-Za-z_]\w*(\.\w+)+$/;
/** Modules that wrap the bare AutoModel in some exports. */
const WRAPPER = /^(model|auto_model|base_model|backbone|encoder_model|bert|roberta|xlm_roberta|distilbert|mpnet|electra|albert|0)\./;

/** What ONNX Runtime's optimiser adds to the name of a node that it made of several. */
const FUSION = /\/\w*Fusion\/?$/;

/**
 * The PyTorch parameter name of every weight, by value name.
 *
 * Taken, in this order, from the tensor's own name; from the scope of the node that uses it (`/encoder/layer.0/…/query/MatMul`, or
 * the module scope that torch.export records); from the bias that is added to the product; and else the file's own name.
 */
export function parameterNames(graph: OnnxGraph, weights: readonly Weight[]): Map<string, string> {
  const weightValues = new Set(weights.map((weight) => weight.value));
  const raw = new Map(weights.map((weight) => [weight.value, rawName(graph, weight, weightValues)]));
  const stripped = stripWrapper([...raw.values()]);
  const names = new Map<string, string>();
  const taken = new Set<string>();
  [...raw.keys()].forEach((value, index) => {
    let name = stripped[index] ?? value;
    if (taken.has(name)) name = value;
    taken.add(name);
    names.set(value, name);
  });
  return names;
}

/** The name of a weight with the modules that wrap the bare AutoModel. */
export function rawName(graph: OnnxGraph, weight: Weight, weightValues: ReadonlySet<string>): string {
  if (PARAMETER_PATH.test(weight.value)) return tidy(weight.value);
  const use = weight.uses[0];
  if (use === undefined) return weight.value;
  const kind = weight.tensor.dims.length >= 2 ? 'weight' : roleOfVector(use.node, use.inputIndex);
  const scope = moduleScope(use.node);
  if (scope !== null) return `${scope}.${kind}`;
  const bias = biasOf(graph, use.node, weightValues);
  return bias === null ? weight.value : `${bias.replace(/\.bias$/, '')}.weight`;
}

/** Names of GenAI exports: `model.layers.0.attn.qkv_proj.MatMul.weight` → `model.layers.0.self_attn.qkv_proj.weight`. */
function tidy(name: string): string {
  return name
    .replace(/\.attn\.(?=[qkvo]+_(proj|norm)\.(MatMul|Add|layernorm)\.)/, '.self_attn.')
    .replace(/\.(MatMul|Add)\.(weight|bias)$/, '.$2')
    .replace(/\.layernorm\.weight$/, '.weight')
    .replace(/\blayers\.\d+\.final_norm_layernorm\./, 'norm.');
}

function roleOfVector(node: OnnxNode, inputIndex: number): 'weight' | 'bias' {
  const biasInput = (node.opType === 'LayerNormalization' || node.opType === 'Gemm') && inputIndex === 2;
  return node.opType === 'Add' || biasInput ? 'bias' : 'weight';
}

/** The module a node was traced in, as a dotted path; null when the exporter left no trace. */
function moduleScope(node: OnnxNode): string | null {
  const recorded = node.metadata.get('pkg.torch.onnx.name_scopes');
  if (recorded !== undefined) {
    const scopes = [...recorded.matchAll(/'([^']*)'/g)].map((match) => match[1] ?? '');
    const module = scopes.at(-2);
    if (module !== undefined && module !== '') return module;
  }
  const path = node.name
    .replace(FUSION, '')
    .split('/')
    .filter((part) => part !== '');
  return node.name.startsWith('/') && path.length >= 2 ? path.slice(0, -1).join('.') : null;
}

/** The name of the bias that is added to a product, when it has a proper name. */
function biasOf(graph: OnnxGraph, product: OnnxNode, weightValues: ReadonlySet<string>): string | null {
  const output = product.outputs[0] ?? '';
  const add = graph.nodes.find((node) => node.opType === 'Add' && node.inputs.includes(output));
  const bias = add?.inputs.find((input) => input !== output && weightValues.has(input) && /\.bias$/.test(input));
  return bias ?? null;
}

/** Remove wrapping modules that all names share, so that the names are those of the bare AutoModel. */
function stripWrapper(names: readonly string[]): string[] {
  let current = [...names];
  for (;;) {
    const paths = current.filter((name) => PARAMETER_PATH.test(name));
    const wrapper = paths[0]?.match(WRAPPER)?.[0];
    if (wrapper === undefined || !paths.every((name) => name.startsWith(wrapper))) return current;
    current = current.map((name) => (name.startsWith(wrapper) ? name.slice(wrapper.length) : name));
  }
}
