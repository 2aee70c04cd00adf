import { z } from 'zod';
import { selectCandidates } from '../gaprune/candidates';
import { hasType } from '../gaprune/has-type';
import { type Override, targets } from '../gaprune/overrides';
import type { MaskSettings, ScoringSettings } from '../gaprune/settings';
import type { EmbeddingModel } from '../model/embedding-model';
import type { Parameter } from '../model/parameter';
import { sizeOf } from '../tensor';
import { keptShare, trialFigures } from './figures';
import type { TrialBench, TrialHooks } from './trial-bench';

/** What is left when one part of the model alone is pruned. */
export const sensitivityRow = z.object({
  /** As an override names it: `layer:3`, `mlp`. */
  target: z.string(),
  /** Weights of the part that may be pruned. */
  size: z.int(),
  sparsity: z.number(),
  figures: trialFigures,
});
export type SensitivityRow = z.infer<typeof sensitivityRow>;

const TYPES = ['attention', 'mlp', 'embed', 'layernorm'] as const;

/** The parts that are pruned one at a time: every layer, and every kind of matrix, as far as the settings choose them. */
export function partsOf(
  model: EmbeddingModel,
  mask: MaskSettings,
): { readonly target: string; readonly parameters: readonly Parameter[] }[] {
  const candidates = selectCandidates(model.parameters, mask);
  const layers = [...new Set(candidates.flatMap(({ layer }) => layer ?? []))].sort((a, b) => a - b).map((layer) => `layer:${layer}`);
  const types = TYPES.filter((type) => candidates.some((parameter) => hasType(parameter.types, type)));
  return [...layers, ...types].map((target) => ({ target, parameters: candidates.filter(targets(target)) }));
}

/**
 * Prune one part at a time to the sparsity of the settings, and measure. Parts that are known already are not measured again.
 * @throws CancelledError
 */
export async function measureSensitivity(
  bench: TrialBench,
  model: EmbeddingModel,
  { scoring, mask, update }: { readonly scoring: ScoringSettings; readonly mask: MaskSettings; readonly update: boolean },
  known: readonly SensitivityRow[],
  hooks: Pick<TrialHooks, 'signal' | 'onProgress'> & { readonly onRow?: (row: SensitivityRow) => void | Promise<void> } = {},
): Promise<SensitivityRow[]> {
  const { signal, onProgress, onRow } = hooks;
  const rows = [...known];
  const parts = partsOf(model, mask);
  const all = selectCandidates(model.parameters, mask).map(({ name }) => name);
  let done = 0;
  for (const { target, parameters } of parts) {
    const before = done;
    done += 1;
    if (rows.some((row) => row.target === target && row.sparsity === mask.sparsity)) continue;
    const own = new Set(parameters.map(({ name }) => name));
    const excludedWeights = [...mask.excludedWeights, ...all.filter((name) => !own.has(name))];
    const includedWeights = mask.includedWeights.filter((name) => own.has(name));
    const trial = { scoring, mask: { ...mask, excludedWeights, includedWeights, overrides: [] }, update };
    const { figures } = await bench.run(trial, {
      ...(signal === undefined ? {} : { signal }),
      onProgress: (share) => onProgress?.((before + share) / parts.length),
    });
    const size = parameters.reduce((sum, { shape }) => sum + sizeOf(shape), 0);
    const row = { target, size, sparsity: mask.sparsity, figures };
    rows.push(row);
    await onRow?.(row);
  }
  onProgress?.(1);
  return rows;
}

const [LEAST, MOST] = [0.05, 0.95];
/** A loss below this share of the mean loss is noise, and counted as that much. */
const NOISE = 0.2;

/**
 * Shares of their own for the layers, such that the whole has the sparsity asked for and the sum of losses is least, if a part's loss
 * grows as the square of its sparsity: `s_l ∝ size_l / loss_l`, within 5 % and 95 %. A model of the losses, to be measured before it is
 * believed. Empty when fewer than two layers were measured.
 */
export function suggestOverrides(rows: readonly SensitivityRow[], sparsity: number): Override[] {
  const layers = rows.filter(({ target }) => target.startsWith('layer:'));
  if (layers.length < 2) return [];
  const losses = layers.map(({ figures }) => Math.max(0, 1 - keptShare(figures)));
  const floor = Math.max(1e-6, (NOISE * losses.reduce((sum, loss) => sum + loss, 0)) / layers.length);
  const total = layers.reduce((sum, { size }) => sum + size, 0);
  const shareAt = (scale: number): number[] =>
    layers.map(({ size }, at) => Math.min(MOST, Math.max(LEAST, (scale * size) / Math.max(losses[at] ?? 0, floor))));
  const reached = (shares: readonly number[]): number => layers.reduce((sum, { size }, at) => sum + size * (shares[at] ?? 0), 0) / total;
  let [low, high] = [0, 1];
  while (reached(shareAt(high)) < Math.min(sparsity, MOST - 1e-9)) high *= 2;
  for (let i = 0; i < 60; i++) {
    const middle = (low + high) / 2;
    if (reached(shareAt(middle)) < sparsity) low = middle;
    else high = middle;
  }
  return shareAt(high).map((share, at) => ({ target: layers[at]?.target ?? '', sparsity: Math.floor(1e4 * share) / 1e4 }));
}
