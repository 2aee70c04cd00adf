import { expect, test } from 'vitest';
import { isHighlighted, useHighlight } from './highlight-store';

const weight = { name: 'layers.1.q', layer: 1, types: ['attention' as const, 'attn_q' as const] };

test.each([
  [{}, false],
  [{ name: 'layers.1.q' }, true],
  [{ name: 'layers.0.q' }, false],
  [{ layer: 1 }, true],
  [{ kind: 'attn_q' }, true],
  [{ layer: 0, kind: 'attn_q' }, false],
] as const)('%j', (what, expected) => {
  useHighlight.getState().highlight({ name: 'before' });
  useHighlight.getState().highlight(what);
  expect(isHighlighted(useHighlight.getState(), weight)).toBe(expected);
  useHighlight.getState().clearHighlight();
  expect(isHighlighted(useHighlight.getState(), weight)).toBe(false);
});
