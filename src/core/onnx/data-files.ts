import type { OnnxGraph, StoredTensor } from './graph';

/** Bare names of the data files that a graph's tensors lie in: its initializers, its constants, and those of the graphs inside it. */
export function dataFilesOf(graph: OnnxGraph): Set<string> {
  return new Set(tensorsOf(graph).flatMap(({ range }) => (range === null || range.file === null ? [] : [range.file])));
}

function tensorsOf({ initializers, nodes }: OnnxGraph): StoredTensor[] {
  const inNodes = nodes.flatMap(({ attributes }) =>
    [...attributes.values()].flatMap((attribute) => {
      if (attribute.kind === 'tensor') return [attribute.value];
      return attribute.kind === 'graph' ? tensorsOf(attribute.value) : [];
    }),
  );
  return [...initializers.values(), ...inNodes];
}
