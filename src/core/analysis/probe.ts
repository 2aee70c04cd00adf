import type { Batch, TokenisedTriplet } from '../data/batches';
import type { Device } from '../runtime/device';
import { type Milliseconds, milliseconds } from '../units';
import type { AnalysisInput } from './analyze';
import { GradientProgram } from './gradient-program';
import type { AnalysisPlan } from './plan';
import type { PreparedRecords } from './prepared-records';
import { pick, textBatches } from './text-batches';
import { DeviceWeights } from './weights-on-device';

const tokensOf = (batches: readonly Batch[]): number => batches.reduce((sum, { rows, length }) => sum + rows * length, 0);

/**
 * About how long an analysis will take: one of its gradients is made twice. The first time, with the making of its session, is what every shape
 * of batch costs once; the second is what its tokens cost. Attention grows faster than its tokens and scoring comes after, so long texts
 * take somewhat more.
 *
 * @throws RuntimeError, DeviceLostError, DeviceMemoryError as the analysis would
 */
export async function estimateTime(
  device: Device,
  input: Pick<AnalysisInput, 'model' | 'tokenizer' | 'settings'>,
  { records, schedule, objective }: PreparedRecords,
  plan: AnalysisPlan,
  now: () => number,
): Promise<Milliseconds> {
  const gradients = schedule.phases
    .flatMap(({ steps }) => steps)
    .flatMap(({ general, domain }) => [
      ...(general === null ? [] : [pick(records.general, general)]),
      ...(domain === null ? [] : [pick(records.domain, domain)]),
    ])
    .map((of: readonly TokenisedTriplet[]) => textBatches(input, of));
  const shapes = new Set(gradients.map((batches) => batches.map(({ rows, length }) => `${rows}x${length}`).join())).size;
  // The fullest batch says most about the device.
  const probed = gradients.reduce<readonly Batch[]>((most, batches) => (tokensOf(batches) > tokensOf(most) ? batches : most), []);
  if (probed.length === 0) return milliseconds(0);

  const weights = await DeviceWeights.upload(device, input.model);
  const start = now();
  const program = await GradientProgram.create(device, input.model, probed, objective);
  const run = async (): Promise<number> => {
    const step = await program.run(probed, weights);
    await device.read(step.loss);
    step.release();
    return now();
  };
  try {
    const first = (await run()) - start;
    const second = now();
    const warm = (await run()) - second;
    const tokens = gradients.reduce((sum, batches) => sum + tokensOf(batches), 0);
    const once = shapes * Math.max(0, first - warm) + (warm * tokens) / tokensOf(probed);
    return milliseconds(plan.passes.length * once);
  } finally {
    await program.release();
    weights.free();
  }
}
