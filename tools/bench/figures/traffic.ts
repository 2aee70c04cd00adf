import { analyze } from '../../../src/core/analysis/analyze';
import { type Figure, atMost } from '../figure';
import { watchTraffic } from '../gpu-watch';
import { tinyBert } from '../models';
import { shortAnalysis } from '../short-analysis';

const RECORDS = 8;

/** What crosses the bus in each micro-batch of one shape, from the third on. The clock stands still, so that nothing is read for show. */
export const traffic: Figure = {
  name: 'traffic',
  async measure({ root, gpu }) {
    const read = { figure: 'bytes read back per micro-batch', target: atMost(1024), unit: ' B' };
    const made = { figure: 'buffers made per micro-batch after the second', target: atMost(0), unit: '' };
    const opened = await gpu();
    const elsewhere = 'needs --device webgpu; a test in Chromium counts it';
    if (opened === null) return [read, made].map((row) => ({ ...row, value: null, note: elsewhere }));
    const counts = watchTraffic(opened.gpu.device);
    const input = shortAnalysis(tinyBert(root), RECORDS, { batchSize: 2, fisherBatchSize: 1 });
    const steps: { phase: string; buffers: number; bytesRead: number }[] = [];
    await analyze(opened.device, input, { now: () => 0, onProgress: ({ phase }) => steps.push({ phase, ...counts }) });
    opened.device.destroy();
    // Micro-batches of the first pass that repeat the shape of the two before them.
    const first = steps.filter(({ phase }) => phase !== 'prepare' && phase !== 'finish').slice(1, RECORDS - 1);
    const differences = first.slice(1).map((after, at) => ({
      buffers: after.buffers - (first[at]?.buffers ?? 0),
      bytesRead: after.bytesRead - (first[at]?.bytesRead ?? 0),
    }));
    const note = `most of ${differences.length} steps, tiny-bert on ${opened.device.name}`;
    return [
      { ...read, value: Math.max(...differences.map(({ bytesRead }) => bytesRead)), note },
      { ...made, value: Math.max(...differences.map(({ buffers }) => buffers)), note },
    ];
  },
};
