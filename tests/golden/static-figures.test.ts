import { expect, it } from 'vitest';
import { gradientGraph } from '../../src/core/analysis/gradient-program';
import { liveNodes } from '../../src/core/ir/emit';
import { productFlops } from '../../src/core/ir/flops';
import { GOLDEN_MODELS } from '../support/golden';
import { openFixture } from '../support/models';

/** Two products in the backward pass for each one of the forward pass, and next to nothing computed again. */
it.each(GOLDEN_MODELS)('%s: the backward pass takes at most 2.05 times the products of the forward pass', (name) => {
  const { builder, loss, outputs } = gradientGraph(openFixture(name), [{ rows: 12, length: 32 }], { scale: 20, textsPerRecord: 3 });
  const forward = liveNodes(builder, [loss]);
  const all = liveNodes(builder, [loss, ...outputs]);
  const ratio = productFlops(all) / productFlops(forward) - 1;
  process.stdout.write(`${name}: ${forward.length} nodes forward, ${all.length} in all; backward/forward ${ratio.toFixed(3)}\n`);
  expect(ratio).toBeGreaterThan(1.5);
  expect(ratio).toBeLessThanOrEqual(2.05);
});
