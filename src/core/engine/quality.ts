import { DeviceWeights } from '../analysis/weights-on-device';
import { readData } from '../data/formats';
import type { TripletSet } from '../data/triplet';
import { refuseCalibrationRecords } from '../evaluate/calibration';
import { Embedder } from '../evaluate/embedder';
import { type HeldOutSet, heldOutFromTriplets } from '../evaluate/held-out';
import { type Measurement, measure } from '../evaluate/measure';
import { compareReports } from '../evaluate/report';
import { type Explanation, explain } from '../explain/explain';
import { type WeightPatch, byInitializer, maskedPatch } from '../model/weight-patch';
import type { Device } from '../runtime/device';
import { EngineStateError } from './errors';
import type { FinishedRun } from './finished-run';
import type { HeldOutSummary, Quality, QualityProgress } from './quality-types';
import type { PruneSettings } from './tuning-types';
import type { DataRole, DeviceChoice, NamedFile } from './types';

interface HeldOut {
  readonly records: TripletSet;
  readonly set: HeldOutSet;
}

/** What measuring one analysis takes, kept from one measurement to the next: sessions, and what the dense model makes of the sets. */
interface Bench {
  readonly run: FinishedRun;
  readonly choice: DeviceChoice;
  readonly device: Device;
  readonly embedder: Embedder;
  readonly dense: Map<HeldOutSet, Measurement>;
}

const ROLES = ['general', 'domain'] as const satisfies readonly DataRole[];

/** Held-out sets, and what the settings of a finished analysis keep of them. */
export class QualityBench {
  private readonly heldOut = new Map<DataRole, HeldOut>();
  private bench: Bench | null = null;
  private measuring = new AbortController();
  private explaining = new AbortController();
  private last: Promise<unknown> = Promise.resolve();

  constructor(private readonly openDevice: (choice: DeviceChoice) => Promise<Device>) {}

  async openHeldOut(role: DataRole, file: NamedFile): Promise<HeldOutSummary> {
    const records = await readData(file);
    const set = heldOutFromTriplets(records);
    this.heldOut.set(role, { records, set });
    return { fileName: set.name, queries: set.queries.length, corpus: set.corpusSize };
  }

  /** @throws EngineStateError, CalibrationLeakError, CancelledError when it was cancelled or a newer one was asked for */
  async measure(
    run: FinishedRun,
    { scoring, mask }: PruneSettings,
    choice: DeviceChoice,
    onProgress: (progress: QualityProgress) => void,
  ): Promise<Quality> {
    this.measuring.abort();
    this.measuring = new AbortController();
    const { signal } = this.measuring;
    const sets = { general: this.opened('general', run), domain: this.opened('domain', run) };
    await run.pruner.prepare(scoring, mask, signal);
    const patch = maskedPatch(run.model, run.pruner.masks(run.pruner.plan(scoring, mask)));
    return this.inTurn(async () => {
      const bench = await this.benchOf(run, choice);
      const missing = ROLES.map((role) => sets[role]).filter((set) => !bench.dense.has(set));
      const count = (of: readonly HeldOutSet[]): number => of.reduce((sum, set) => sum + set.queries.length + set.documents.length, 0);
      const total = count(missing) + count(ROLES.map((role) => sets[role]));
      let before = 0;
      const embed = async (set: HeldOutSet, weights: DeviceWeights): Promise<Measurement> => {
        const hooks = { signal, onProgress: (done: number) => onProgress({ done: before + done, total }) };
        const measurement = await measure(bench.embedder, weights, set, hooks);
        before += set.queries.length + set.documents.length;
        return measurement;
      };
      if (missing.length > 0) {
        await this.withWeights(bench, new Map(), async (weights) => {
          for (const set of missing) bench.dense.set(set, await embed(set, weights));
        });
      }
      const compared = async (set: HeldOutSet, weights: DeviceWeights) => {
        const changed = await embed(set, weights);
        return compareReports(set, bench.dense.get(set) ?? changed, changed);
      };
      return this.withWeights(bench, patch, async (weights) => ({
        general: await compared(sets.general, weights),
        domain: await compared(sets.domain, weights),
      }));
    });
  }

  explain(
    { model, statistics }: FinishedRun,
    { scoring, mask }: PruneSettings,
    onProgress: (progress: QualityProgress) => void,
  ): Promise<Explanation> {
    this.explaining.abort();
    this.explaining = new AbortController();
    const input = { model, statistics: statistics.tensors, scoring, mask };
    return explain(input, this.explaining.signal, (done, total) => onProgress({ done, total }));
  }

  cancel(): void {
    this.measuring.abort();
    this.explaining.abort();
  }

  private opened(role: DataRole, run: FinishedRun): HeldOutSet {
    const heldOut = this.heldOut.get(role);
    if (heldOut === undefined) throw new EngineStateError('Open a general and a domain set of held-out records first.');
    refuseCalibrationRecords(
      heldOut.records,
      [run.general, run.domain].flatMap((source) => source?.set ?? []),
    );
    return heldOut.set;
  }

  /** One measurement at a time: a cancelled one has let go of its weights before the next uploads its own. */
  private inTurn<T>(work: () => Promise<T>): Promise<T> {
    const result = this.last.then(work, work);
    this.last = result.catch(() => undefined);
    return result;
  }

  private async benchOf(run: FinishedRun, choice: DeviceChoice): Promise<Bench> {
    if (this.bench?.run === run && this.bench.choice === choice) return this.bench;
    await this.bench?.embedder.release();
    this.bench?.device.destroy();
    this.bench = null;
    const device = await this.openDevice(choice);
    const embedder = new Embedder(device, run.model, run.tokenizer, run.manifest.settings.maxLength);
    this.bench = { run, choice, device, embedder, dense: new Map() };
    return this.bench;
  }

  private async withWeights<T>({ device, run }: Bench, patch: WeightPatch, use: (weights: DeviceWeights) => Promise<T>): Promise<T> {
    const weights = await DeviceWeights.upload(device, run.model, byInitializer(run.model, patch));
    try {
      return await use(weights);
    } finally {
      weights.free();
    }
  }
}
