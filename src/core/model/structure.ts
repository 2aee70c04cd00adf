import type { OnnxGraph, OnnxNode } from '../onnx/graph';
import type { Role } from './classify';
import { SHAPE_OPERATORS, type Weight } from './weights';

const NONLINEAR = new Set(['Gelu', 'Erf', 'Sigmoid', 'Tanh', 'Relu', 'Softplus', 'HardSwish', 'Elu', 'LeakyRelu']);
const PRODUCTS = new Set(['MatMul', 'Gemm']);

export interface Place {
  readonly role: Role;
  readonly layer: number | null;
}

/**
 * What each matrix does, told from the graph's shape alone, so that a model with unknown names can still be pruned by type.
 *
 * Between two weight products lie only additions, norms, reshapes and the like. So: a product that reaches a product of two
 * activations is a query or key (when a Softmax follows that product) or a value (when it comes before); a product fed by
 * such a product is the attention output; of the others, the one fed by a nonlinearity narrows (`mlp_down`) and those that
 * feed it widen. The layer is the number of Softmaxes passed.
 */
export class Structure {
  private readonly producers = new Map<string, OnnxNode>();
  private readonly consumers = new Map<string, OnnxNode[]>();
  private readonly weightProducts = new Set<OnnxNode>();
  private readonly depths = new Map<string, number>();

  constructor(graph: OnnxGraph, weights: readonly Weight[]) {
    for (const weight of weights) {
      for (const { node } of weight.uses) if (PRODUCTS.has(node.opType)) this.weightProducts.add(node);
    }
    for (const node of graph.nodes) {
      if (SHAPE_OPERATORS.has(node.opType)) continue;
      const depth = Math.max(0, ...node.inputs.map((input) => this.depths.get(input) ?? 0)) + Number(node.opType === 'Softmax');
      for (const output of node.outputs) {
        this.producers.set(output, node);
        this.depths.set(output, depth);
      }
      for (const input of node.inputs) {
        const list = this.consumers.get(input);
        if (list === undefined) this.consumers.set(input, [node]);
        else list.push(node);
      }
    }
  }

  placeOf(weight: Weight): Place {
    const use = weight.uses[0];
    if (use === undefined) return { role: 'other', layer: null };
    if (use.node.opType === 'Gather') return { role: 'embed', layer: null };
    if (!this.weightProducts.has(use.node) || weight.tensor.dims.length !== 2) return { role: 'other', layer: null };
    const role = this.roleOfProduct(use.node, use.node.inputs[1 - use.inputIndex] ?? '');
    const depth = this.depths.get(use.node.outputs[0] ?? '') ?? 0;
    if (role === 'attn_q' || role === 'attn_k' || role === 'attn_v') return { role, layer: depth };
    return role === 'other' ? { role, layer: null } : { role, layer: Math.max(0, depth - 1) };
  }

  private roleOfProduct(product: OnnxNode, data: string): Role {
    const reached = this.downstream(product);
    for (const { node, via } of reached) {
      if (!this.isActivationProduct(node)) continue;
      if (this.follows(node, 'Softmax')) return node.inputs[0] === via ? 'attn_q' : 'attn_k';
      return 'attn_v';
    }
    const feeding = this.upstream(data);
    if (feeding.some((node) => this.isActivationProduct(node))) return 'attn_o';
    if (feeding.some((node) => NONLINEAR.has(node.opType))) return 'mlp_down';
    const down = reached.find(({ node }) => this.weightProducts.has(node));
    if (down === undefined) return 'other';
    const nonlinear = reached.some(({ node }) => NONLINEAR.has(node.opType));
    const feeders = this.upstream(down.via).filter((node) => this.weightProducts.has(node)).length;
    return nonlinear && feeders > 1 ? 'mlp_gate' : 'mlp_up';
  }

  private isActivationProduct(node: OnnxNode): boolean {
    return node.opType === 'MatMul' && !this.weightProducts.has(node);
  }

  /** Nodes reached from a product without passing another product; products themselves are reached, not passed. */
  private downstream(start: OnnxNode): { node: OnnxNode; via: string }[] {
    const found: { node: OnnxNode; via: string }[] = [];
    const seen = new Set<OnnxNode>();
    const queue = [...start.outputs];
    for (let value = queue.shift(); value !== undefined; value = queue.shift()) {
      for (const node of this.consumers.get(value) ?? []) {
        if (seen.has(node)) continue;
        seen.add(node);
        found.push({ node, via: value });
        if (!PRODUCTS.has(node.opType)) queue.push(...node.outputs);
      }
    }
    return found;
  }

  /** Nodes that feed a value without a product in between; products are found, not passed. */
  private upstream(value: string): OnnxNode[] {
    const found = new Set<OnnxNode>();
    const queue = [value];
    for (let next = queue.pop(); next !== undefined; next = queue.pop()) {
      const node = this.producers.get(next);
      if (node === undefined || found.has(node)) continue;
      found.add(node);
      if (!PRODUCTS.has(node.opType)) queue.push(...node.inputs);
    }
    return [...found];
  }

  private follows(product: OnnxNode, opType: string): boolean {
    return this.downstream(product).some(({ node }) => node.opType === opType);
  }
}
