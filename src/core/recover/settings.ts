import { z } from 'zod';
import { SCHEDULE_NAMES } from './schedules';

/** Settings of a recovery: fine-tuning of what stays, with the mask held. */
export const recoverySettings = z.object({
  steps: z.int().min(1).max(100_000).default(100),
  /** Records per step. */
  batchSize: z.int().min(2).max(64).default(16),
  /** Share of the steps that take a domain batch; the others take a general one. */
  domainBatches: z.number().min(0).max(1).default(0.5),
  learningRate: z.number().positive().max(0.01).default(5e-5),
  /** Steps over which the learning rate rises to its full size. */
  warmup: z.int().min(0).max(100_000).default(0),
  /** How the learning rate goes on from there. */
  schedule: z.enum(SCHEDULE_NAMES).default('constant'),
  weightDecay: z.number().min(0).max(1).default(0.01),
  /** Steps between two looks at the validation records. */
  checkEvery: z.int().min(1).default(25),
  /** Share of each set's records that is kept for validation and never trained on. */
  validationShare: z.number().min(0.01).max(0.5).default(0.1),
  /** Seed of the split and of the order of records. */
  seed: z.int().min(0).max(0xffffffff).default(0),
});
export type RecoverySettings = z.infer<typeof recoverySettings>;
