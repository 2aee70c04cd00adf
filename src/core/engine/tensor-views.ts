import { GapruneError } from '../errors';
import type { Pruner, ScoredPlan } from '../gaprune/pruner';
import type { MaskSettings, ScoringSettings } from '../gaprune/settings';
import type { TensorStatistics } from '../gaprune/statistics';
import { inOrder } from '../in-order';
import type { EmbeddingModel } from '../model/embedding-model';
import { readWeight, toPyTorchLayout } from '../model/weight-values';
import type { Device } from '../runtime/device';
import { AGGREGATIONS, aggregate } from '../tiles/aggregations';
import { ArrayCache } from '../tiles/array-cache';
import { InvalidCellsError, checkGrid } from '../tiles/cell-grid';
import { type CandidateTensor, MeasuredTensor } from '../tiles/measured-tensor';
import { evenly, quantiles } from '../tiles/quantiles';
import { type QuantityName, quantityOf } from '../tiles/quantities';
import { rankOf } from '../tiles/ranking';
import { type RowSource, type ScoredSource, reduceCells } from '../tiles/reduce-cells';
import type { CellsQuestion, ElementFigures, ElementQuestion, RangeQuestion, TensorQuestion, TensorViewer } from './tensor-view-types';

/** Elements of arrays kept on the device: 128 MiB. */
const KEPT_ELEMENTS = 2 ** 25;
/** A sample for a colour range has at most so many rows, and columns. */
const SAMPLE = 256;

/** A finished analysis, as far as single weights are concerned. */
export interface ViewedRun {
  readonly model: EmbeddingModel;
  readonly pruner: Pruner;
  readonly statistics: readonly TensorStatistics[];
}

/** Looks into the weights of one finished analysis: reduced on a device, one question after another. */
export class TensorViews implements TensorViewer {
  private readonly queue = inOrder();
  private device: Promise<{ readonly device: Device; readonly cache: ArrayCache }> | null = null;
  private planned: { readonly key: string; readonly scored: ScoredPlan | null } | null = null;
  private current: MeasuredTensor | null = null;
  private readonly ids = new WeakMap<Float32Array, number>();
  private arrays = 0;

  /** @param openDevice opens the device that reduces; asked for at the first question, and again for a `wasm` one when it fails */
  constructor(
    private readonly run: ViewedRun,
    private readonly openDevice: (kind: 'auto' | 'wasm') => Promise<Device>,
  ) {}

  tensorCells(question: CellsQuestion): Promise<readonly Float32Array[] | null> {
    return this.queue(async () => {
      const { grid, quantity } = question;
      const tensor = this.tensor(question, followsSettings(quantity) || question.aggregations.some((name) => AGGREGATIONS[name].ofMask));
      checkGrid(grid, tensor.matrix);
      // The kernel makes shares of the mask from the scores: another mask sends nothing to the device.
      const isMask = quantity === 'pruned';
      const values = this.source(tensor, isMask ? 'score' : quantity);
      if (values === null) return null;
      const aggregations = question.aggregations.map((name) => (isMask ? 'pruned' : name));
      const scores = aggregations.includes('pruned') ? this.scored(tensor) : null;
      const cells = await this.onDevice(({ device, cache }) => reduceCells(device, cache, tensor.matrix, grid, values, scores));
      return aggregations.map((name) => {
        const numbers = aggregate(cells, grid, name);
        return name === 'pruned' && scores === null ? numbers.fill(NaN) : numbers;
      });
    });
  }

  tensorRange(question: RangeQuestion): Promise<readonly number[] | null> {
    return this.queue(() => {
      const tensor = this.tensor(question, followsSettings(question.quantity));
      const { rows } = quantityOf(question.quantity);
      const { rows: height, columns: width } = tensor.matrix;
      const columns = evenly(width, SAMPLE);
      const sampled: number[] = [];
      for (const row of evenly(height, SAMPLE)) {
        const values = rows?.(tensor, row, row + 1) ?? null;
        if (values === null) return Promise.resolve(null);
        for (const column of columns) sampled.push(values[column] ?? NaN);
      }
      return Promise.resolve(quantiles(Float32Array.from(sampled)));
    });
  }

  elementAt(question: ElementQuestion): Promise<ElementFigures> {
    return this.queue(() => {
      const { row, column } = question;
      const tensor = this.tensor(question, true);
      checkGrid({ row, column, rows: 1, columns: 1, rowsPerCell: 1, columnsPerCell: 1 }, tensor.matrix);
      const { fisherGeneral, fisherDomain } = tensor.statistics;
      const element = row * tensor.matrix.columns + column;
      return Promise.resolve({
        row,
        column,
        weight: tensor.weights[element] ?? NaN,
        fisherGeneral: fisherGeneral[element] ?? NaN,
        fisherDomain: fisherDomain[element] ?? NaN,
        alignment: tensor.alignment(row, row + 1)[column] ?? NaN,
        ranked: rankedFigures(tensor, element),
      });
    });
  }

  /** Free the device. */
  async close(): Promise<void> {
    const opened = await this.device?.catch(() => null);
    opened?.device.destroy();
    this.device = null;
  }

  /** The weight asked about, under the settings asked about. The last one is kept with what was worked out of it. */
  private tensor({ name, scoring, mask }: TensorQuestion, follows: boolean): MeasuredTensor {
    // What does not follow the settings does not wait for the scores.
    if (!follows) return (this.current = this.current?.statistics.name === name ? this.current : this.open(name, null));
    const key = JSON.stringify([scoring, mask]);
    if (this.planned?.key !== key) this.planned = { key, scored: this.plan(scoring, mask) };
    const candidate = this.planned.scored === null ? null : candidateOf(name, this.planned.scored);
    if (this.current?.statistics.name !== name) this.current = this.open(name, candidate);
    else if (this.current.candidate?.cut !== candidate?.cut) this.current = this.current.under(candidate);
    return this.current;
  }

  /** Null when there is no plan for the settings: the weight is looked at all the same. */
  private plan(scoring: ScoringSettings, mask: MaskSettings): ScoredPlan | null {
    try {
      return this.run.pruner.plan(scoring, mask);
    } catch (error) {
      if (error instanceof GapruneError) return null;
      throw error;
    }
  }

  private open(name: string, candidate: CandidateTensor | null): MeasuredTensor {
    const { model, statistics } = this.run;
    const measured = statistics.find((tensor) => tensor.name === name);
    const parameter = model.parameters.find((entry) => entry.name === name);
    const stored = parameter === undefined ? undefined : model.tensors.get(parameter.initializer);
    if (measured === undefined || parameter === undefined || stored === undefined)
      throw new InvalidCellsError('The analysis has measured no weight of this name.', name);
    return new MeasuredTensor(measured, () => toPyTorchLayout(parameter, readWeight(stored)), candidate);
  }

  /** The rows of a quantity; null when the weight has none. */
  private source(tensor: MeasuredTensor, quantity: QuantityName): RowSource | null {
    const { rows } = quantityOf(quantity);
    if (rows === undefined || rows(tensor, 0, 0) === null) return null;
    return { key: this.keyOf(tensor, quantity), rows: (from, to) => rows(tensor, from, to) ?? new Float32Array() };
  }

  private scored(tensor: MeasuredTensor): ScoredSource | null {
    const scores = this.source(tensor, 'score');
    return scores === null ? null : { ...scores, ...tensor.maskCut() };
  }

  /** What does not follow the settings is known by its name, the rest by the array that it comes from. */
  private keyOf(tensor: MeasuredTensor, quantity: QuantityName): string {
    if (quantityOf(quantity).follows === 'nothing') return `${tensor.statistics.name} ${quantity}`;
    const array = quantity === 'rank' ? tensor.rankShares() : (tensor.candidate?.ranked.scores ?? null);
    return `#${array === null ? 0 : this.idOf(array)}`;
  }

  private idOf(array: Float32Array): number {
    const id = this.ids.get(array) ?? ++this.arrays;
    this.ids.set(array, id);
    return id;
  }

  /** On the device that fits; where that one fails, on the processor from now on. */
  private async onDevice<T>(work: (on: { readonly device: Device; readonly cache: ArrayCache }) => Promise<T>): Promise<T> {
    const on = await (this.device ??= this.opened('auto'));
    try {
      return await work(on);
    } catch (error) {
      if (on.device.kind === 'wasm') throw error;
      on.device.destroy();
      this.device = this.opened('wasm');
      return work(await this.device);
    }
  }

  private async opened(kind: 'auto' | 'wasm') {
    const device = await this.openDevice(kind);
    return { device, cache: new ArrayCache(device, KEPT_ELEMENTS) };
  }
}

const followsSettings = (quantity: QuantityName): boolean => quantityOf(quantity).follows !== 'nothing';

function candidateOf(name: string, { table, plan }: ScoredPlan): CandidateTensor | null {
  const cut = plan.tensors.find((tensor) => tensor.name === name);
  const ranked = table.tensors.find((tensor) => tensor.name === name);
  const group = plan.groups.find(({ tensors }) => tensors.includes(name));
  if (cut === undefined || ranked === undefined || group === undefined) return null;
  return { ranked, cut, ranking: { tensors: table.tensors.filter((tensor) => group.tensors.includes(tensor.name)), size: group.size } };
}

function rankedFigures(tensor: MeasuredTensor, element: number): ElementFigures['ranked'] {
  if (tensor.candidate === null) return null;
  const { ranked, ranking } = tensor.candidate;
  const score = ranked.scores[element] ?? NaN;
  return { score, rank: rankOf(ranked, element, ranking), size: ranking.size, pruned: tensor.isPruned(element) };
}
