import type { AnalysisSummary, ModelSummary } from '../../core/engine/types';
import { type LayerFigures, layerMeans } from '../../core/gaprune/layer-means';

/** The figures of the layers of a finished analysis: the same means that are shown while it runs. */
export function layersOf(model: ModelSummary, summary: AnalysisSummary): LayerFigures[] {
  const measured = new Map(summary.tensors.map((tensor) => [tensor.name, tensor]));
  return layerMeans(
    model.parameters.flatMap(({ name, layer, shape }) => {
      const tensor = measured.get(name);
      if (tensor === undefined) return [];
      const size = shape.reduce((product, length) => product * length, 1);
      const { meanFisherGeneral: fisherGeneral, meanFisherDomain: fisherDomain, tensorAlignment: alignment } = tensor;
      return [{ layer, size, fisherGeneral, fisherDomain, alignment }];
    }),
  );
}

/** The layers that will be measured, with nothing known yet. */
export function emptyLayers(model: ModelSummary): LayerFigures[] {
  const unknown = { fisherGeneral: null, fisherDomain: null, alignment: null };
  return layerMeans(model.parameters.filter(({ prunable }) => prunable).map(({ layer }) => ({ layer, size: 0, ...unknown })));
}

/** Half the width of an axis around 0 that holds these values: 1, 0.5, 0.2, 0.1 and so on. */
export function rangeOf(values: readonly (number | null)[]): number {
  const largest = Math.max(...values.map((value) => Math.abs(value ?? 0)), 0);
  if (largest === 0) return 1;
  const power = 10 ** Math.floor(Math.log10(largest));
  const step = [1, 2, 5, 10].find((factor) => factor * power >= largest) ?? 10;
  return Math.min(1, Number((step * power).toPrecision(1)));
}

/** Lengths of bars for values over orders of magnitude: from a little above 0 for the least to 1 for the largest. */
export function logShare(values: readonly (number | null)[]): (value: number | null) => number {
  const logs = values.flatMap((value) => (value === null || value <= 0 ? [] : [Math.log10(value)]));
  if (logs.length === 0) return () => 0;
  const top = Math.max(...logs);
  // At least two orders of magnitude, so that layers that are much alike look so.
  const bottom = Math.min(...logs, top - 2) - 0.1;
  return (value) => (value === null || value <= 0 ? 0 : (Math.log10(value) - bottom) / (top - bottom));
}
