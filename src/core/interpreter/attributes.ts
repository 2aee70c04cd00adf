import type { Attribute, OnnxNode, StoredTensor } from '../onnx/graph';
import { invalidNode } from './interpreter-error';

type Kind = Attribute['kind'];

function attribute<K extends Kind>(node: OnnxNode, name: string, kind: K): Extract<Attribute, { kind: K }> | undefined {
  const found = node.attributes.get(name);
  if (found === undefined) return undefined;
  if (!isKind(found, kind)) throw invalidNode(node, `Attribute "${name}" is of kind ${found.kind}, not ${kind}.`);
  return found;
}

function isKind<K extends Kind>(value: Attribute, kind: K): value is Extract<Attribute, { kind: K }> {
  return value.kind === kind;
}

export function int(node: OnnxNode, name: string, fallback: number): number {
  return attribute(node, name, 'int')?.value ?? fallback;
}

export function requiredInt(node: OnnxNode, name: string): number {
  const value = attribute(node, name, 'int')?.value;
  if (value === undefined) throw invalidNode(node, `Attribute "${name}" is missing.`);
  return value;
}

export function ints(node: OnnxNode, name: string): readonly number[] | undefined {
  return attribute(node, name, 'ints')?.value;
}

export function float(node: OnnxNode, name: string, fallback: number): number {
  return attribute(node, name, 'float')?.value ?? fallback;
}

export function floats(node: OnnxNode, name: string): readonly number[] | undefined {
  return attribute(node, name, 'floats')?.value;
}

export function text(node: OnnxNode, name: string, fallback: string): string {
  return attribute(node, name, 'string')?.value ?? fallback;
}

export function tensor(node: OnnxNode, name: string): StoredTensor | undefined {
  return attribute(node, name, 'tensor')?.value;
}
