import type { Device } from '../runtime/device';
import { type Milliseconds, milliseconds } from '../units';
import { Gradients } from './gradients';
import type { AnalysisPlan } from './plan';
import type { PreparedRecords } from './prepared-records';
import { type GradientInput, pick, textBatches, tokensOf } from './text-batches';
import { DeviceWeights } from './weights-on-device';

/**
 * About how long an analysis will take: one of its gradients is made twice. The first time, with the making of its session, is what every shape
 * of batch costs once; the second is what its tokens cost. Attention grows faster than its tokens and scoring comes after, so long texts
 * take somewhat more.
 *
 * @throws RuntimeError, DeviceLostError, DeviceMemoryError as the analysis would
 */
export async function estimateTime(
  device: Device,
  input: GradientInput,
  { records, schedule }: PreparedRecords,
  plan: AnalysisPlan,
  now: () => number,
): Promise<Milliseconds> {
  const batches = schedule.phases
    .flatMap(({ steps }) => steps)
    .flatMap(({ general, domain }) => [
      ...(general === null ? [] : [pick(records.general, general)]),
      ...(domain === null ? [] : [pick(records.domain, domain)]),
    ])
    .map((of) => ({ records: of, texts: textBatches(input, of) }));
  const shapes = new Set(batches.map(({ texts }) => texts.map(({ rows, length }) => `${rows}x${length}`).join())).size;
  const [first] = batches;
  if (first === undefined) return milliseconds(0);
  // The fullest batch says most about the device.
  const probed = batches.reduce((most, batch) => (tokensOf(batch.texts) > tokensOf(most.texts) ? batch : most), first);

  const weights = await DeviceWeights.upload(device, input.model);
  const gradients = new Gradients(device, input);
  const timed = async (): Promise<number> => {
    const start = now();
    const step = await gradients.of(probed.records, weights);
    await device.read(step.loss);
    step.release();
    return now() - start;
  };
  try {
    const [cold, warm] = [await timed(), await timed()];
    const tokens = batches.reduce((sum, { texts }) => sum + tokensOf(texts), 0);
    const once = shapes * Math.max(0, cold - warm) + (warm * tokens) / tokensOf(probed.texts);
    return milliseconds(plan.passes.length * once);
  } finally {
    await gradients.release();
    weights.free();
  }
}
