import { describe, expect, it } from 'vitest';
import { GOLDEN_MODELS, TINY_MODELS } from '../../../tests/support/golden';
import { loadModelFiles } from '../../../tests/support/models';
import { encodeModel } from './encode';
import { UnpatchableTensorError } from './errors';
import type { OnnxGraph, StoredTensor } from './graph';
import { type ModelFiles, patchModel } from './patch';
import { readModel } from './read-model';

const same = (a: Uint8Array, b: Uint8Array): boolean => Buffer.compare(a, b) === 0;

function tensorsOf(graph: OnnxGraph): StoredTensor[] {
  const constants = graph.nodes.flatMap((node) => [...node.attributes.values()].flatMap((a) => (a.kind === 'tensor' ? [a.value] : [])));
  return [...graph.initializers.values(), ...constants];
}

const fileOf = (files: ModelFiles, file: string | null): Uint8Array | undefined =>
  (file === null ? files.model : files.external.get(file))?.subarray();

describe.each(GOLDEN_MODELS)('%s', (name) => {
  const files = loadModelFiles(name);
  const { graph } = readModel(files.model, files.external);
  const patchable = tensorsOf(graph).filter((tensor) => tensor.range !== null && tensor.range.length > 0);

  it('is written unchanged when nothing is replaced, and when every tensor is replaced by itself', () => {
    const patched = patchModel(files, new Map());
    expect(patched.model).toBe(files.model);
    const whole = patchModel(files, new Map(patchable.map((tensor) => [tensor, () => tensor.bytes.subarray().slice()])));
    expect(same(whole.model.subarray(), files.model.subarray())).toBe(true);
    for (const [file, bytes] of files.external) expect(same(whole.external.get(file)!.subarray(), bytes.subarray())).toBe(true);
  });

  it('holds its tensors as views of the files', () => {
    expect(patchable.length).toBeGreaterThan(10);
    for (const tensor of patchable) {
      const { range } = tensor;
      const bytes = tensor.bytes.subarray();
      const file = fileOf(files, range!.file)!;
      expect(bytes.buffer).toBe(file.buffer);
      expect(bytes.byteOffset).toBe(file.byteOffset + range!.offset);
      expect(bytes.byteLength).toBe(range!.length);
    }
  });

  it('changes the bytes of one weight alone', () => {
    const candidates = patchable.filter((tensor) => tensor.dims.length === 2);
    const target = candidates[Math.floor(candidates.length / 2)]!;
    const range = target.range!;
    const replacement = target.bytes.subarray().map((byte) => byte ^ 0xff);
    const patched = patchModel(files, new Map([[target, () => replacement]]));
    const before = fileOf(files, range.file)!;
    const after = fileOf(patched, range.file)!;
    expect(after.length).toBe(before.length);
    expect(same(after.subarray(0, range.offset), before.subarray(0, range.offset))).toBe(true);
    expect(same(after.subarray(range.offset, range.offset + range.length), replacement)).toBe(true);
    expect(same(after.subarray(range.offset + range.length), before.subarray(range.offset + range.length))).toBe(true);
    if (range.file !== null) expect(patched.model).toBe(files.model);
    const again = readModel(patched.model, patched.external).graph;
    expect(
      same(
        tensorsOf(again)
          .find((tensor) => tensor.name === target.name)!
          .bytes.subarray(),
        replacement,
      ),
    ).toBe(true);
  });
});

describe('patchModel', () => {
  const files = loadModelFiles('tiny-bert');
  const { graph } = readModel(files.model);
  const weight = [...graph.initializers.values()].find((tensor) => tensor.dims.length === 2)!;

  it('refuses another length, a tensor that is not stored raw, and two weights on the same bytes', () => {
    const same = (): Uint8Array => weight.bytes.subarray();
    const short = patchModel(files, new Map([[weight, () => new Uint8Array(3)]]));
    expect(() => short.model.subarray()).toThrow(UnpatchableTensorError);
    expect(() => patchModel(files, new Map([[{ ...weight, range: null }, same]]))).toThrow(/not stored as raw bytes/);
    const twin = { ...weight, name: 'twin', range: { ...weight.range!, offset: weight.range!.offset + 4 } };
    const both = new Map([
      [weight, same],
      [twin, same],
    ]);
    expect(() => patchModel(files, both)).toThrow(/same bytes.*twin/);
  });

  it('refuses a data file that is not there', () => {
    const elsewhere = { ...weight, range: { ...weight.range!, file: 'gone.data' } };
    expect(() => patchModel(files, new Map([[elsewhere, () => weight.bytes.subarray()]]))).toThrow(UnpatchableTensorError);
  });
});

describe('encodeModel', () => {
  it.each(TINY_MODELS.filter((name) => name !== 'tiny-qwen3-genai'))('gives back what was read of %s', (name) => {
    const { graph } = readModel(loadModelFiles(name).model);
    const plain = { ...graph, nodes: graph.nodes.map((node) => ({ ...node, metadata: new Map<string, string>() })) };
    const constants = [...graph.initializers.values()];
    const written = readModel(encodeModel({ ...plain, opset: 17, constants }));
    const bare = (tensors: ReadonlyMap<string, StoredTensor>) => [...tensors.values()].map(({ range: _, ...rest }) => rest);
    expect(written.opsets).toEqual(new Map([['', 17]]));
    expect(written.graph.inputs).toEqual(plain.inputs);
    expect(written.graph.outputs).toEqual(plain.outputs);
    expect(bare(written.graph.initializers)).toEqual(bare(graph.initializers));
    expect(written.graph.nodes.map(withoutRanges)).toEqual(plain.nodes.map(withoutRanges));
  });
});

function withoutRanges(node: OnnxGraph['nodes'][number]) {
  const attributes = [...node.attributes].map(([name, attribute]) =>
    attribute.kind === 'tensor' ? ([name, { ...attribute.value, range: null }] as const) : ([name, attribute] as const),
  );
  return { ...node, attributes };
}
