import { z } from 'zod';
import { maskSettings, scoringSettings } from '../gaprune/settings';
import { findings } from '../trials/findings';

export const SESSION_VERSION = 1;

const sha256 = z.string().regex(/^[0-9a-f]{64}$/);
const storedFile = z.object({ path: z.string().min(1), sha256, bytes: z.int().min(0) });
const dataSet = z.object({ fileName: z.string(), records: z.int().min(0), sha256 });

/** Longest name a session may have. */
export const MAX_NAME = 120;
export const sessionName = z.string().trim().min(1).max(MAX_NAME);

/**
 * A run that the browser keeps: what the list shows, the settings it was left with, and where its files lie. Files of models and data
 * sets are kept once, by their hash, however many sessions use them.
 */
export const sessionRecord = z.object({
  version: z.literal(SESSION_VERSION),
  id: z.uuid(),
  name: sessionName,
  /** ISO 8601, UTC. */
  createdAt: z.iso.datetime(),
  modelName: z.string(),
  device: z.string(),
  elapsedMs: z.number().min(0),
  /** Bytes of the run's own files; those of model and data are in `model` and the sets. */
  runBytes: z.int().min(0),
  model: z.array(storedFile),
  /** A set is null when the run came without it. */
  general: dataSet.nullable(),
  domain: dataSet.nullable(),
  scoring: scoringSettings,
  mask: maskSettings,
  /** Null until something was measured. */
  findings: findings.nullable().default(null),
});
export type SessionRecord = z.infer<typeof sessionRecord>;

/** What a person may change of a session. */
export type SessionChange = Partial<Pick<SessionRecord, 'name' | 'scoring' | 'mask' | 'findings'>>;
