import { lengthBuckets } from '../data/batches';
import { liveNodes } from '../ir/emit';
import { peakBytes } from '../ir/peak-bytes';
import type { EmbeddingModel } from '../model/embedding-model';
import type { Parameter } from '../model/parameter';
import { fitTables, wholeOf } from '../model/table-parts';
import type { Device } from '../runtime/device';
import { DeviceMemoryError } from '../runtime/errors';
import { sizeOf } from '../tensor';
import { type Bytes, bytes } from '../units';
import { gradientGraph } from './gradient-program';
import type { PreparedRecords } from './prepared-records';
import { type Schedule, isFused } from './schedule';

/** What an analysis will do and hold, known before it starts. Bytes are those of the fullest moment. */
export interface AnalysisPlan {
  /** The weights whose statistics each pass over the data measures, in the model's order. */
  readonly passes: readonly (readonly Parameter[])[];
  /** Gradients to make, over all passes. */
  readonly gradients: number;
  readonly records: number;
  /** Whether one gradient serves Fisher information and alignment. */
  readonly shared: boolean;
  readonly memory: PlannedMemory;
}

export interface PlannedMemory {
  readonly weights: Bytes;
  /** Results of nodes within the largest batch; an estimate, as onnxruntime has its own way of sharing memory. */
  readonly activations: Bytes;
  /** Gradients of the two batches of a step, of the fullest pass. */
  readonly gradients: Bytes;
  /** Four sums of the weights of the fullest pass. */
  readonly sums: Bytes;
  readonly total: Bytes;
  /** What one pass over all weights would take. */
  readonly onePass: Bytes;
}

/** What a device can hold at once, in bytes. */
export type DeviceLimits = Device['limits'];

const MIB = 2 ** 20;
const SUMS = 4;
const GRADIENTS = 2;

/**
 * Cut an analysis into passes over the data, each for some of the weights, so that it stays within a budget. A pass makes every gradient again
 * but keeps sums of its own weights alone. Batches stay as they are, as the loss of a record depends on the others of its batch; so the results
 * are those of one pass.
 *
 * @param budget bytes that may be used on the device; null for as many as there are
 * @throws DeviceMemoryError when a weight is larger than the device can bind, or the budget too small for any plan
 */
export function planAnalysis(
  model: EmbeddingModel,
  { records, schedule, objective, maxLength }: PreparedRecords,
  limits: DeviceLimits,
  budget: number | null,
): AnalysisPlan {
  const { parameters } = model;
  const fitted = fitTables(model, limits.bindingBytes);
  refuseLargeWeights(fitted.parameters, limits);
  const { rows, length } = largestBatch(records, schedule, objective.textsPerRecord, maxLength);
  const graph = gradientGraph(fitted, [{ rows, length }], objective);
  const { builder } = graph;
  const activations = peakBytes(liveNodes(builder, [graph.loss, ...graph.outputs]), new Set(graph.outputs));
  const weights = parameters.reduce((sum, { shape }) => sum + 4 * sizeOf(shape), 0);
  const gradientOf = ({ initializer, shape }: Parameter): number => {
    const gradient = graph.gradients.get(initializer);
    if (gradient === undefined) return 0;
    const looked = gradient.rows.reduce((sum, part) => sum + sizeOf(part.rows.shape), 0);
    // Rows are there twice: as the lookups gave them, and gathered.
    return 4 * (gradient.dense === null ? looked + Math.min(looked, sizeOf(shape)) : sizeOf(shape) + looked);
  };
  const heldFor = (parameter: Parameter) => {
    const gradients = fitted.parameters.reduce((sum, part) => (wholeOf(part) === parameter ? sum + gradientOf(part) : sum), 0);
    return { sums: SUMS * 4 * sizeOf(parameter.shape), gradients: GRADIENTS * gradients };
  };
  const room = budget === null ? Infinity : budget - weights - activations;
  const passes = cut(parameters, room, (parameter) => {
    const { sums, gradients } = heldFor(parameter);
    return sums + gradients;
  });
  const held = passes.map((pass) => {
    const each = pass.map(heldFor);
    return { sums: each.reduce((sum, { sums }) => sum + sums, 0), gradients: each.reduce((sum, { gradients }) => sum + gradients, 0) };
  });
  const fullest = held.reduce((a, b) => (b.sums + b.gradients > a.sums + a.gradients ? b : a), { sums: 0, gradients: 0 });
  const all = held.reduce((sum, { sums, gradients }) => sum + sums + gradients, weights + activations);
  const total = weights + activations + fullest.sums + fullest.gradients;
  if (budget !== null && total > budget) {
    throw new DeviceMemoryError(
      `The analysis needs ${mebibytes(total)}, also in as many passes as there are weights; ${mebibytes(budget)} may be used. Raise the memory budget, or lower the batch size or the max length.`,
    );
  }
  const memory = {
    ...{ weights: bytes(weights), activations: bytes(activations), gradients: bytes(fullest.gradients), sums: bytes(fullest.sums) },
    ...{ total: bytes(total), onePass: bytes(all) },
  };
  return {
    passes,
    gradients: passes.length * schedule.gradients,
    records: passes.length * schedule.records,
    shared: isFused(schedule),
    memory,
  };
}

/** Bytes that an analysis may use on its device; null for as many as there are. */
export function budgetOf({ memoryMiB }: { readonly memoryMiB: number | null }): number | null {
  return memoryMiB === null ? null : memoryMiB * MIB;
}

/** A plan as plain figures. */
export type PlanSummary = Omit<AnalysisPlan, 'passes'> & { readonly passes: number };

export function summarizePlan(plan: AnalysisPlan): PlanSummary {
  return { ...plan, passes: plan.passes.length };
}

/** The passes of {@link planAnalysis}, without planning where one is enough. @throws DeviceMemoryError */
export function passesOf(
  model: EmbeddingModel,
  prepared: PreparedRecords,
  limits: DeviceLimits,
  budget: number | null,
): AnalysisPlan['passes'] {
  if (budget !== null) return planAnalysis(model, prepared, limits, budget).passes;
  refuseLargeWeights(fitTables(model, limits.bindingBytes).parameters, limits);
  return [model.parameters];
}

function refuseLargeWeights(parameters: readonly Parameter[], { bindingBytes }: DeviceLimits): void {
  for (const { name, shape } of parameters) {
    const needed = 4 * sizeOf(shape);
    if (needed <= bindingBytes) continue;
    throw new DeviceMemoryError(
      `The weight takes ${mebibytes(needed)} in float32; this device binds ${mebibytes(bindingBytes)} at a time. Choose wasm as the device.`,
      name,
    );
  }
}

/** Runs of weights that fit into `room`, in order; a weight that does not fit has a run of its own. */
function cut(parameters: readonly Parameter[], room: number, bytesOf: (parameter: Parameter) => number): Parameter[][] {
  const passes: Parameter[][] = [];
  let used = 0;
  for (const parameter of parameters) {
    const needed = bytesOf(parameter);
    if (passes.length === 0 || used + needed > room) {
      passes.push([]);
      used = 0;
    }
    passes.at(-1)?.push(parameter);
    used += needed;
  }
  return passes;
}

function largestBatch(
  records: PreparedRecords['records'],
  { phases }: Schedule,
  textsPerRecord: number,
  maxLength: number,
): { readonly rows: number; readonly length: number } {
  const steps = phases.flatMap((phase) => phase.steps);
  const most = steps.reduce((most, { general, domain }) => Math.max(most, general?.length ?? 0, domain?.length ?? 0), 0);
  const longest = [...records.general, ...records.domain].reduce(
    (length, { query, positive, negative }) => Math.max(length, query.length, positive.length, negative?.length ?? 0),
    0,
  );
  return { rows: most * textsPerRecord, length: lengthBuckets(maxLength).find((length) => length >= longest) ?? maxLength };
}

const mebibytes = (count: number): string => `${(count / MIB).toLocaleString('en', { maximumFractionDigits: 2 })} MiB`;
