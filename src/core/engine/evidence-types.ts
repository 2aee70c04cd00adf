import type { WeightChange } from '../export/command';
import type { MethodName } from '../gaprune/methods';
import type { RecoveryProgress } from '../recover/recover';
import type { Check } from '../recover/state';
import type { RecoverySettings } from '../recover/settings';
import type { Measured } from '../report/report';
import type { ReportFormat } from '../report/formats';
import type { CurvePoint } from '../trials/curve';
import type { Recommendation, TriedContender } from '../trials/recommend';
import type { SensitivityRow } from '../trials/sensitivity';
import type { PruneSettings } from './tuning-types';
import type { DeviceChoice, Download } from './types';

/** Something found on the way, and the share that is done. */
export type Found<T> = (share: number, found: T | null) => void;

export interface CurveQuestion {
  readonly settings: PruneSettings;
  readonly methods: readonly MethodName[];
  readonly points: number;
  readonly update: boolean;
  /** Points that are measured already. */
  readonly known: readonly CurvePoint[];
}

export interface SensitivityQuestion {
  readonly settings: PruneSettings;
  readonly update: boolean;
  readonly known: readonly SensitivityRow[];
}

/** Other weights for what stays, under the mask of some settings. */
export interface RefineQuestion {
  readonly settings: PruneSettings;
  readonly update: boolean;
  /** Null for the weight update alone. */
  readonly recovery: RecoverySettings | null;
}

/** What came of a refinement; the weights stay in the worker. */
export interface Refined {
  readonly by: WeightChange;
  /** Zeros under the mask, counted in the new weights. */
  readonly zeros: number;
  /** Step of the weights that were kept; null without a recovery. */
  readonly bestStep: number | null;
  /** Loss of every step, and every look at the validation records; reports on the way may come after the result. */
  readonly losses: readonly number[];
  readonly checks: readonly Check[];
}

export type RefineProgress =
  | { readonly kind: 'inputs'; readonly share: number }
  /** It goes on from a checkpoint: what there was of it. */
  | { readonly kind: 'resumed'; readonly losses: readonly number[]; readonly checks: readonly Check[] }
  | RecoveryProgress;

/** Comparing many settings on the held-out sets, and weights that make up for those that went. One piece of work at a time. */
export interface EvidenceEngine {
  measureCurve(question: CurveQuestion, device: DeviceChoice, onFound: Found<CurvePoint>): Promise<readonly CurvePoint[]>;
  measureSensitivity(
    question: SensitivityQuestion,
    device: DeviceChoice,
    onFound: Found<SensitivityRow>,
  ): Promise<readonly SensitivityRow[]>;
  recommend(settings: PruneSettings, budgetMs: number, device: DeviceChoice, onFound: Found<TriedContender>): Promise<Recommendation>;
  /** Quality and exports of the same settings take the new weights from then on. */
  refine(question: RefineQuestion, device: DeviceChoice, onProgress: (progress: RefineProgress) => void): Promise<Refined>;
  /** Ends a recovery early; the best weights so far are the result. */
  stopRefining(): Promise<void>;
  /** Back to the weights of the model. */
  dropRefined(): Promise<void>;
  /** Everything measured as one file; weights that were refined for these settings are named. */
  makeReport(settings: PruneSettings, measured: Measured, format: ReportFormat): Promise<Download>;
  /**
   * Ends whatever is under way with `CANCELLED`.
   * @param leave for other work: what a recovery has kept stays, to go on with
   */
  cancelEvidence(leave?: boolean): Promise<void>;
}
