import type { Quality } from '../engine/quality-types';
import { type WeightChange, commandLines } from '../export/command';
import type { RunManifest } from '../export/run-manifest';
import type { MaskPlan } from '../gaprune/mask';
import type { MaskSettings, ScoringSettings } from '../gaprune/settings';
import type { EmbeddingModel } from '../model/embedding-model';
import { PROGRAM } from '../program';
import type { CurvePoint } from '../trials/curve';
import type { Recommendation } from '../trials/recommend';
import type { SensitivityRow } from '../trials/sensitivity';

/** Everything measured that a report can hold; what was not measured is empty or null. */
export interface Measured {
  readonly quality: Quality | null;
  readonly points: readonly CurvePoint[];
  readonly sensitivity: readonly SensitivityRow[];
  readonly recommendation: Recommendation | null;
}

export interface ReportInput extends Measured {
  readonly model: EmbeddingModel;
  readonly manifest: RunManifest;
  readonly scoring: ScoringSettings;
  readonly mask: MaskSettings;
  readonly plan: MaskPlan;
  readonly change: WeightChange | null;
}

/**
 * What `report.json` holds. Nothing in it depends on when or how fast it was made, so that the same run with the same measurements gives
 * the same bytes.
 */
export function buildReport({ model, manifest, scoring, mask, plan, change, quality, points, sensitivity, recommendation }: ReportInput) {
  const { settings, modelFiles, generalData, domainData, device } = manifest;
  return {
    version: 1,
    program: PROGRAM,
    model: { name: model.name, files: modelFiles },
    data: { general: generalData, domain: domainData },
    analysis: { program: manifest.program, device, settings },
    scoring,
    mask,
    change,
    plan: {
      total: plan.total,
      zeros: plan.zeros,
      tensors: plan.tensors.map(({ name, layer, size, zeros, threshold }) => ({ name, layer, size, zeros, threshold })),
    },
    quality,
    curve: [...points].sort(byPlace),
    sensitivity,
    recommendation,
    commands: commandLines(model, manifest, scoring, mask, 'input', change ?? undefined),
  };
}

export type Report = ReturnType<typeof buildReport>;

function byPlace(a: CurvePoint, b: CurvePoint): number {
  return a.method < b.method ? -1 : a.method > b.method ? 1 : Number(a.update) - Number(b.update) || a.sparsity - b.sparsity;
}
