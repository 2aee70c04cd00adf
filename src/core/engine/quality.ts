import { readData } from '../data/formats';
import { promptsOf } from '../data/prompts';
import type { TripletSet } from '../data/triplet';
import { refuseCalibrationRecords, withoutCalibrationRecords } from '../evaluate/calibration';
import { Bench, type Both, ROLES, textsOf } from '../evaluate/bench';
import { type HeldOutSet, heldOutFromTriplets } from '../evaluate/held-out';
import { compareReports } from '../evaluate/report';
import { sha256Of } from '../export/sha256';
import { type Explanation, explain } from '../explain/explain';
import { type WeightPatch, maskedPatch } from '../model/weight-patch';
import type { Device } from '../runtime/device';
import { DeviceLostError } from '../runtime/errors';
import { EngineStateError } from './errors';
import { type FinishedRun, analysedSets, splitsOf } from './finished-run';
import type { HeldOutSummary, Quality, QualityProgress } from './quality-types';
import type { PruneSettings } from './tuning-types';
import type { DataRole, DeviceChoice, NamedFile } from './types';

interface HeldOut {
  /** As they were given, or put aside. */
  readonly given: TripletSet;
  /** Records that were not put aside with them, as the other set was analysed with them. */
  readonly dropped: number;
  /** Of the file; null for records that were put aside. */
  readonly sha256: string | null;
  /** Those of them that are measured with. */
  readonly records: TripletSet;
  readonly set: HeldOutSet;
}

/** What measuring one analysis takes, kept from one measurement to the next. */
interface OpenBench {
  readonly run: FinishedRun;
  readonly choice: DeviceChoice;
  readonly device: Device;
  readonly bench: Bench;
}

/** Held-out sets, and what the settings of a finished analysis keep of them. */
export class QualityBench {
  private readonly heldOut = new Map<DataRole, HeldOut>();
  private open: OpenBench | null = null;
  private measuring = new AbortController();
  private explaining = new AbortController();
  private last: Promise<unknown> = Promise.resolve();

  constructor(private readonly openDevice: (choice: DeviceChoice) => Promise<Device>) {}

  async openHeldOut(role: DataRole, file: NamedFile): Promise<HeldOutSummary> {
    return this.keep(role, heldOutOf(await readData(file), { sha256: await sha256Of(file.content) }));
  }

  /** The records of a set that the analysis put aside. @throws EngineStateError when it put none aside, or its sets are not open */
  openPutAside(role: DataRole, run: FinishedRun): HeldOutSummary {
    const splits = splitsOf(run);
    if (splits === null || run.manifest.settings.holdOut === 0) {
      throw new EngineStateError('The analysis put no records aside, or its sets are not open. Choose held-out records.');
    }
    return this.keep(role, heldOutOf(splits[role].heldOut, { dropped: splits[role].dropped }));
  }

  /** Go on without the records that the analysis used. @throws InvalidDataError when nothing is left to measure with */
  leaveOutUsed(run: FinishedRun): Both<HeldOutSummary> {
    const sets = analysedSets(run);
    const left = (role: DataRole) => {
      const held = this.held(role);
      const { records, dropped } = withoutCalibrationRecords(held.given, sets);
      return { held: { ...held, records, set: heldOutFromTriplets(records) }, dropped };
    };
    const both = { general: left('general'), domain: left('domain') };
    const keep = (role: DataRole): HeldOutSummary => this.keep(role, both[role].held, both[role].dropped);
    return { general: keep('general'), domain: keep('domain') };
  }

  /**
   * @param refined weights that take the place of the masked ones
   * @throws EngineStateError, CalibrationLeakError, CancelledError when it was cancelled or a newer one was asked for
   */
  async measure(
    run: FinishedRun,
    { scoring, mask }: PruneSettings,
    choice: DeviceChoice,
    onProgress: (progress: QualityProgress) => void,
    refined: WeightPatch | null = null,
  ): Promise<Quality> {
    this.measuring.abort();
    this.measuring = new AbortController();
    const { signal } = this.measuring;
    const sets = this.setsFor(run);
    await run.pruner.prepare(scoring, mask, signal);
    const patch = refined ?? maskedPatch(run.model, run.pruner.masks(run.pruner.plan(scoring, mask)));
    const measureOn = async (bench: Bench): Promise<Quality> => {
      const missing = bench.missingTexts(sets);
      const total = missing + ROLES.reduce((sum, role) => sum + textsOf(sets[role]), 0);
      const hooks = (before: number) => ({ signal, onProgress: (done: number) => onProgress({ done: before + done, total }) });
      const dense = await bench.dense(sets, hooks(0));
      const changed = await bench.measure(patch, sets, hooks(missing));
      const compared = (role: DataRole) => compareReports(sets[role], dense[role], changed[role]);
      return { general: compared('general'), domain: compared('domain') };
    };
    // A device that is lost is replaced once, and the processor takes the place of one that is lost again.
    return this.inTurn(() =>
      this.onBench(run, choice, measureOn)
        .catch(ifLost(() => this.onBench(run, choice, measureOn)))
        .catch(ifLost(() => this.onBench(run, 'wasm', measureOn))),
    );
  }

  /** Work on the bench, once what is under way is done. @throws EngineStateError, CalibrationLeakError */
  async withBench<T>(run: FinishedRun, choice: DeviceChoice, work: (bench: Bench, sets: Both<HeldOutSet>) => Promise<T>): Promise<T> {
    const sets = this.setsFor(run);
    return this.inTurn(() => this.onBench(run, choice, (bench) => work(bench, sets)));
  }

  explain(
    { model, statistics, pruner }: FinishedRun,
    { scoring, mask }: PruneSettings,
    onProgress: (progress: QualityProgress) => void,
  ): Promise<Explanation> {
    this.explaining.abort();
    this.explaining = new AbortController();
    const input = { model, statistics: statistics.tensors, inputs: pruner.measuredInputs, scoring, mask };
    return explain(input, this.explaining.signal, (done, total) => onProgress({ done, total }));
  }

  cancel(): void {
    this.measuring.abort();
    this.explaining.abort();
  }

  private setsFor(run: FinishedRun): Both<HeldOutSet> {
    return { general: this.opened('general', run), domain: this.opened('domain', run) };
  }

  private opened(role: DataRole, run: FinishedRun): HeldOutSet {
    const heldOut = this.held(role);
    refuseCalibrationRecords(heldOut.records, analysedSets(run));
    return heldOut.set;
  }

  private held(role: DataRole): HeldOut {
    const heldOut = this.heldOut.get(role);
    if (heldOut === undefined) throw new EngineStateError('Open a general and a domain set of held-out records first.');
    return heldOut;
  }

  private keep(role: DataRole, heldOut: HeldOut, leftOut = 0): HeldOutSummary {
    this.heldOut.set(role, heldOut);
    const { set, sha256, dropped } = heldOut;
    return { fileName: set.name, sha256, queries: set.queries.length, corpus: set.corpusSize, dropped: dropped + leftOut };
  }

  /** One measurement at a time: a cancelled one has let go of its weights before the next uploads its own. */
  private inTurn<T>(work: () => Promise<T>): Promise<T> {
    const result = this.last.then(work, work);
    this.last = result.catch(() => undefined);
    return result;
  }

  /** A bench whose device is lost is not used again. */
  private async onBench<T>(run: FinishedRun, choice: DeviceChoice, work: (bench: Bench) => Promise<T>): Promise<T> {
    const bench = await this.benchOf(run, choice);
    try {
      return await work(bench);
    } catch (error) {
      if (error instanceof DeviceLostError) {
        this.open?.device.destroy();
        this.open = null;
      }
      throw error;
    }
  }

  private async benchOf(run: FinishedRun, choice: DeviceChoice): Promise<Bench> {
    if (this.open?.run === run && this.open.choice === choice) return this.open.bench;
    await this.open?.bench.release();
    this.open?.device.destroy();
    this.open = null;
    const device = await this.openDevice(choice);
    const { settings } = run.manifest;
    const bench = new Bench(device, run.model, run.tokenizer, settings.maxLength, promptsOf(settings));
    this.open = { run, choice, device, bench };
    return bench;
  }
}

/** What to do instead after the loss of a device. */
function ifLost<T>(instead: () => Promise<T>): (error: unknown) => Promise<T> {
  return (error) => {
    if (error instanceof DeviceLostError) return instead();
    throw error;
  };
}

/** @throws InvalidDataError when there is nothing to find wrong */
function heldOutOf(given: TripletSet, { dropped = 0, sha256 = null }: Partial<Pick<HeldOut, 'dropped' | 'sha256'>>): HeldOut {
  return { given, dropped, sha256, records: given, set: heldOutFromTriplets(given) };
}
