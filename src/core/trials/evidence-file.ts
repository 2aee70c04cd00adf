import { z } from 'zod';
import { GapruneError } from '../errors';
import { sha256Of } from '../export/sha256';
import type { RunManifest } from '../export/run-manifest';
import { METHOD_NAMES, type MethodName } from '../gaprune/methods';
import { type MaskSettings, type ScoringSettings, maskSettings, scoringSettings } from '../gaprune/settings';
import { curvePoint } from './curve';
import { trialFigures } from './figures';
import { sensitivityRow } from './sensitivity';

/** Measurements of one run under one choice of weights: written after every point, so that work that was stopped goes on. */
export const evidenceFile = z.object({
  version: z.literal(1),
  /** Hash of everything the figures depend on, but for what each point names itself. */
  key: z.string(),
  program: z.string(),
  device: z.string(),
  scoring: scoringSettings,
  mask: maskSettings,
  /** Of the general and the domain held-out records. */
  heldOut: z.object({ general: z.string(), domain: z.string() }),
  points: z.array(curvePoint),
  sensitivity: z.array(sensitivityRow.extend({ method: z.enum(METHOD_NAMES as [MethodName, ...MethodName[]]), update: z.boolean() })),
  largest: z
    .object({
      method: z.enum(METHOD_NAMES as [MethodName, ...MethodName[]]),
      update: z.boolean(),
      keep: z.number(),
      sparsity: z.number(),
      figures: trialFigures.nullable(),
    })
    .nullable(),
});
export type EvidenceFile = z.infer<typeof evidenceFile>;

/** The file of measurements belongs to other settings, or is damaged. */
export class InvalidEvidenceError extends GapruneError {
  readonly code = 'INVALID_EVIDENCE';
}

export interface EvidenceOf {
  readonly manifest: RunManifest;
  readonly scoring: ScoringSettings;
  readonly mask: MaskSettings;
  /** SHA-256 of the held-out files. */
  readonly heldOut: { readonly general: string; readonly domain: string };
}

/** What measurements depend on. Method, update and sparsity are each point's own. */
export function keyOfEvidence({ manifest, scoring, mask, heldOut }: EvidenceOf): Promise<string> {
  const { settings, modelFiles, generalData, domainData, tensors } = manifest;
  const rest = { ...scoring, method: '' };
  const choice = { ...mask, sparsity: 0, overrides: [] };
  return sha256Of(new Blob([JSON.stringify([settings, modelFiles, generalData, domainData, tensors, rest, choice, heldOut])]));
}

/** @throws InvalidEvidenceError when the file is damaged, or its key is another */
export function readEvidence(text: string, key: string, place: string): EvidenceFile {
  const parsed = evidenceFile.safeParse(parse(text));
  if (!parsed.success) throw new InvalidEvidenceError('The file of measurements is damaged. Remove it, or choose another folder.', place);
  if (parsed.data.key !== key) {
    throw new InvalidEvidenceError('The measurements in this folder belong to another run, other settings or other records.', place);
  }
  return parsed.data;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
