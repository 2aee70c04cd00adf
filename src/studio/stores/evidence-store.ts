import { create } from 'zustand';
import type { RefineProgress, Refined } from '../../core/engine/evidence-types';
import type { PruneSettings } from '../../core/engine/tuning-types';
import type { DeviceChoice } from '../../core/engine/types';
import type { ErrorReport } from '../../core/errors';
import type { MethodName } from '../../core/gaprune/methods';
import type { Check } from '../../core/recover/state';
import { type RecoverySettings, recoverySettings } from '../../core/recover/settings';
import type { CurvePoint } from '../../core/trials/curve';
import type { Recommendation, TriedContender } from '../../core/trials/recommend';
import type { Findings } from '../../core/trials/findings';
import type { SensitivityRow } from '../../core/trials/sensitivity';
import { asReport, engine } from '../engine';
import { throttled } from '../throttled';
import { useAnalysis } from './analysis-store';
import { usePrune } from './prune-store';
import { keyOfSettings, useQuality } from './quality-store';

export type EvidenceKind = 'recommend' | 'curve' | 'sensitivity' | 'refine';

interface EvidenceState {
  /** What is under way, and the share of it that is done; null when nothing is. */
  readonly work: { readonly kind: EvidenceKind; readonly share: number } | null;
  readonly problem: { readonly kind: EvidenceKind; readonly report: ErrorReport } | null;
  /** Whether trials have the weights that stay updated, and a refinement begins with that. */
  readonly update: boolean;
  readonly methods: readonly MethodName[];
  readonly points: number;
  readonly minutes: number;
  readonly recovery: RecoverySettings;
  readonly curve: { readonly key: string; readonly points: readonly CurvePoint[] };
  readonly sensitivity: { readonly key: string; readonly rows: readonly SensitivityRow[] };
  readonly tried: readonly TriedContender[];
  readonly recommendation: Recommendation | null;
  /** The settings whose weights were refined, by {@link keyOfSettings}. */
  readonly refined: (Refined & { readonly key: string }) | null;
  /** Of a recovery that is under way or done. */
  readonly losses: readonly Pick<Check, 'step' | 'loss'>[];
  readonly checks: readonly Check[];
  /** Whether it went on from the checkpoint of one that was interrupted. */
  readonly resumed: boolean;
  readonly change: (part: Partial<Pick<EvidenceState, 'update' | 'methods' | 'points' | 'minutes'>>) => void;
  readonly changeRecovery: (part: Partial<RecoverySettings>) => void;
  readonly measureCurve: () => Promise<void>;
  readonly measureSensitivity: () => Promise<void>;
  readonly recommend: () => Promise<void>;
  /** @param withRecovery fine-tune after the update, or instead of it */
  readonly refine: (withRecovery: boolean) => Promise<void>;
  readonly drop: () => Promise<void>;
  readonly stop: () => void;
  readonly cancel: () => void;
  /** What a session kept. */
  readonly restore: (findings: Findings) => void;
  readonly forget: () => void;
  readonly dismiss: () => void;
}

/** Shortest time between two looks at a fine-tuning. */
const REPORT_MS = 200;

type Seen = Pick<EvidenceState, 'work' | 'losses' | 'checks' | 'resumed'>;

function afterProgress(seen: Seen, progress: RefineProgress, steps: number): Seen {
  if (progress.kind === 'inputs') return { ...seen, work: { kind: 'refine', share: progress.share } };
  if (progress.kind === 'resumed') return { ...seen, losses: byStep(progress.losses), checks: progress.checks, resumed: true };
  const { step, loss } = progress;
  // After the loss of a device the steps are done anew.
  const before = <T extends { readonly step: number }>(points: readonly T[]): T[] => points.filter((point) => point.step < step);
  if (progress.kind === 'check') return { ...seen, checks: [...before(seen.checks), progress] };
  return { ...seen, losses: [...before(seen.losses), { step, loss }], work: { kind: 'refine', share: step / steps } };
}

const byStep = (losses: readonly number[]): { step: number; loss: number }[] => losses.map((loss, at) => ({ step: at + 1, loss }));

const results = {
  work: null,
  problem: null,
  curve: { key: '', points: [] },
  sensitivity: { key: '', rows: [] },
  tried: [],
  recommendation: null,
  refined: null,
  losses: [],
  checks: [],
  resumed: false,
};

export const useEvidence = create<EvidenceState>()((set, get) => {
  let latest = 0;

  /** One piece of work at a time; what comes back from work that nobody waits for is dropped. */
  async function run(
    kind: EvidenceKind,
    work: (device: DeviceChoice, write: (part: Partial<EvidenceState>) => void) => Promise<void>,
  ): Promise<void> {
    const own = ++latest;
    // Reports cross from the worker on their own and may come after the result: then they are too late.
    let isOpen = true;
    const write = (part: Partial<EvidenceState>): void => {
      if (isOpen && own === latest) set(part);
    };
    write({ work: { kind, share: 0 }, problem: null });
    try {
      if (kind !== 'refine') await useQuality.getState().openSets();
      await work(useAnalysis.getState().device, write);
      write({ work: null });
    } catch (error) {
      const report = asReport(error);
      write({ work: null, problem: report.code === 'CANCELLED' ? null : { kind, report } });
    }
    isOpen = false;
  }

  return {
    ...results,
    update: false,
    methods: ['magnitude', 'balanced'],
    points: 20,
    minutes: 10,
    recovery: recoverySettings.parse({}),
    change: (part) => set(part),
    changeRecovery: (part) => set(({ recovery }) => ({ recovery: { ...recovery, ...part } })),
    measureCurve: () =>
      run('curve', async (device, write) => {
        const { methods, points, update } = get();
        const key = curveKey();
        const known = get().curve.key === key ? get().curve.points : [];
        write({ curve: { key, points: known } });
        const measured = await engine().measureCurve(
          { settings: settingsNow(), methods, points, update, known },
          device,
          (share, found) => {
            const { curve, work } = get();
            if (found === null) write({ work: { kind: 'curve', share } });
            else write({ curve: { key, points: [...curve.points, found] }, work });
          },
        );
        write({ curve: { key, points: measured } });
      }),
    measureSensitivity: () =>
      run('sensitivity', async (device, write) => {
        const { update } = get();
        const key = sensitivityKey();
        const known = get().sensitivity.key === key ? get().sensitivity.rows : [];
        write({ sensitivity: { key, rows: known } });
        const measured = await engine().measureSensitivity({ settings: settingsNow(), update, known }, device, (share, found) => {
          write({ work: { kind: 'sensitivity', share } });
          if (found !== null) write({ sensitivity: { key, rows: [...get().sensitivity.rows, found] } });
        });
        write({ sensitivity: { key, rows: measured } });
      }),
    recommend: () =>
      run('recommend', async (device, write) => {
        write({ tried: [], recommendation: null });
        const recommendation = await engine().recommend(settingsNow(), get().minutes * 60_000, device, (share, found) => {
          write({ work: { kind: 'recommend', share } });
          if (found !== null) write({ tried: [...get().tried, found] });
        });
        write({ recommendation, tried: recommendation.tried });
      }),
    refine: (withRecovery) =>
      run('refine', async (device, write) => {
        const settings = settingsNow();
        const { update, recovery } = get();
        write({ refined: null, losses: [], checks: [], resumed: false });
        const question = { settings, update, recovery: withRecovery ? recovery : null };
        // Steps of a small model come faster than a page can draw them.
        let seen: Seen = { work: get().work, losses: [], checks: [], resumed: false };
        const show = throttled(() => write(seen), REPORT_MS);
        const refined = await engine().refine(question, device, (progress) => {
          seen = afterProgress(seen, progress, recovery.steps);
          show();
        });
        write({ losses: byStep(refined.losses), checks: refined.checks, refined: { ...refined, key: keyOfSettings(settings) } });
        useQuality.getState().forgetFigures();
      }),
    drop: async () => {
      await engine().dropRefined();
      set({ refined: null, losses: [], checks: [], resumed: false });
      useQuality.getState().forgetFigures();
    },
    stop: () => void engine().stopRefining(),
    cancel: () => void engine().cancelEvidence(),
    restore: ({ curve, sensitivity, recommendation }) => set({ curve, sensitivity, recommendation, tried: recommendation?.tried ?? [] }),
    forget: () => {
      latest += 1;
      // Nobody sees what comes of it.
      if (get().work !== null) void engine().cancelEvidence(true);
      set(results);
    },
    dismiss: () => set({ problem: null }),
  };
});

function settingsNow(): PruneSettings {
  const { scoring, mask } = usePrune.getState();
  return { scoring, mask };
}

/** What the points of a curve have in common. */
export function curveKey(): string {
  const { scoring, mask } = settingsNow();
  return JSON.stringify([{ ...scoring, method: '' }, { ...mask, sparsity: 0, overrides: [] }, heldOutKey()]);
}

/** What the rows of a sensitivity have in common. */
export function sensitivityKey(): string {
  return JSON.stringify([keyOfSettings(settingsNow()), useEvidence.getState().update, heldOutKey()]);
}

function heldOutKey(): unknown {
  const { general, domain } = useQuality.getState().heldOut;
  return [general, domain].map((set) => (set === null ? null : [set.fileName, set.sha256, set.queries, set.corpus]));
}

/** What a session keeps of the figures; null for none. */
export function findingsNow(): Findings | null {
  const { curve, sensitivity, recommendation } = useEvidence.getState();
  const isEmpty = curve.points.length === 0 && sensitivity.rows.length === 0 && recommendation === null;
  return isEmpty ? null : { curve, sensitivity, recommendation };
}
