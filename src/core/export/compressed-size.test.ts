import { deflateRawSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { openFixture } from '../../../tests/support/models';
import { CancelledError } from '../errors';
import { sizeOf } from '../tensor';
import { compressedSize } from './compressed-size';
import { prunedModelFiles, writePruned } from './pruned-files';

const running = new AbortController().signal;

describe.each(['tiny-bert', 'tiny-qwen3-genai'] as const)('compressed size of %s', (name) => {
  const model = openFixture(name);
  const masks = new Map(
    model.parameters
      .filter(({ prunable }) => prunable)
      .map(({ name: weight, shape }) => [weight, Uint8Array.from({ length: sizeOf(shape) }, (_, i) => Number(i % 3 !== 0))]),
  );

  it('is that of the pruned files themselves', async () => {
    const { model: written } = writePruned(model, masks);
    const files = [written.files.model, ...written.files.external.values()].map((file) => file.subarray());
    const size = await compressedSize(prunedModelFiles(model, masks), running);
    const expected = files.reduce((sum, file) => sum + deflateRawSync(file).length, 0);
    expect(Math.abs(size / expected - 1)).toBeLessThan(0.01);
    expect(size).toBeLessThan(await compressedSize(model.files, running));
  });

  it('stops when it is cancelled', async () => {
    await expect(compressedSize(model.files, AbortSignal.abort())).rejects.toThrow(CancelledError);
  });
});
