import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { type AnalysisInput, analyze } from '../../src/core/analysis/analyze';
import { compileGradients } from '../../src/core/analysis/gradient-program';
import { mulberry32 } from '../../src/core/data/random';
import { CancelledError } from '../../src/core/errors';
import { createBrowserDevice, createBrowserRuntime } from '../../src/core/runtime/browser';
import type { Device } from '../../src/core/runtime/device';
import { WebGpuDevice, requestGpu } from '../../src/core/runtime/webgpu-device';
import { fetchModel } from './fetch-model';
import { type Traffic, watchTraffic } from './gpu-traffic';
import { smallAnalysis } from './small-analysis';
import { wasmBytes } from './wasm-memory';

const HOUR = 3_600_000;

/** What is held: bytes on the graphics device, sessions, bytes of our own buffers. wasm memory never shrinks, so it may not grow. */
interface Held {
  readonly gpuBytes: number;
  readonly sessions: number;
  readonly bufferBytes: number;
}

/** Cancelled analyses and sessions that come and go leave nothing behind, however many they are. */
export function cyclesSuite(
  cycles: { readonly cancelled: number; readonly sessions: number },
  kinds: readonly Device['kind'][],
  print: (line: string) => void = () => undefined,
): void {
  const runtime = createBrowserRuntime();
  let sessions = 0;
  let input: AnalysisInput;

  beforeAll(async () => {
    const create = runtime.ort.InferenceSession.create.bind(runtime.ort.InferenceSession) as (...given: unknown[]) => Promise<Releasable>;
    vi.spyOn(runtime.ort.InferenceSession, 'create').mockImplementation((async (...given: unknown[]) => {
      const session = await create(...given);
      sessions += 1;
      const release = session.release.bind(session);
      session.release = async () => {
        await release();
        sessions -= 1;
      };
      return session;
    }) as never);
    input = smallAnalysis(await fetchModel('tiny-bert'), 3, { maxLength: 8, fisherBatchSize: 1, separatePasses: true });
  }, HOUR);
  afterAll(() => vi.restoreAllMocks());

  describe.each(kinds)('on %s', (kind) => {
    let device: Device;
    let traffic: Traffic | null = null;

    beforeAll(async () => {
      if (kind === 'wasm') {
        device = await createBrowserDevice(runtime, 'wasm');
        return;
      }
      const { device: gpu, name } = await requestGpu(navigator.gpu);
      traffic = watchTraffic(gpu);
      device = new WebGpuDevice(runtime, gpu, name);
    });
    afterAll(() => device.destroy());

    const held = (): Held => ({ gpuBytes: traffic?.liveBytes ?? 0, sessions, bufferBytes: device.allocatedBytes });

    it(`${cycles.cancelled} analyses that are cancelled end within a step and leave nothing`, { timeout: HOUR }, async () => {
      let reports = 0;
      await analyze(device, input, { now: () => 0, onProgress: () => (reports += 1) });
      const before = { ...held(), wasm: wasmBytes() };
      const next = mulberry32(5);
      let slowest = 0;
      for (let cycle = 0; cycle < cycles.cancelled; cycle++) {
        const cancel = new AbortController();
        let left = 1 + Math.floor(next() * (reports - 2));
        let [after, cancelledAt] = [0, NaN];
        const onProgress = (): void => {
          if (cancel.signal.aborted) after += 1;
          if (--left !== 0) return;
          cancelledAt = performance.now();
          cancel.abort();
        };
        await expect(analyze(device, input, { now: () => 0, signal: cancel.signal, onProgress })).rejects.toThrow(CancelledError);
        slowest = Math.max(slowest, performance.now() - cancelledAt);
        expect(after, `reports after the cancel of cycle ${cycle}`).toBeLessThanOrEqual(1);
        expect({ ...held(), wasm: wasmBytes() }, `after cycle ${cycle}`).toEqual(before);
      }
      print(`${kind}: ${cycles.cancelled} cancels, the slowest took ${slowest.toFixed(0)} ms; held then: ${JSON.stringify(before)}`);
    });

    it(`${cycles.sessions} sessions that come and go leave nothing`, { timeout: HOUR }, async () => {
      const { model, deviceOutputs } = compileGradients(input.model, [{ rows: 3, length: 8 }], { scale: 20, textsPerRecord: 3 });
      const cycle = async (): Promise<void> => (await device.createSession(model, { deviceOutputs })).release();
      for (let i = 0; i < 3; i++) await cycle();
      const before = { ...held(), wasm: wasmBytes() };
      for (let i = 0; i < cycles.sessions; i++) await cycle();
      expect({ ...held(), wasm: wasmBytes() }).toEqual(before);
      print(`${kind}: ${cycles.sessions} sessions; held then: ${JSON.stringify(before)}`);
    });
  });
}

interface Releasable {
  release(): Promise<void>;
}
