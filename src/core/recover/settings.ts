import { z } from 'zod';
import { COMPOSITION_NAMES } from './compositions';
import { SCHEDULE_NAMES } from './schedules';

/** Settings of a recovery: fine-tuning of what stays, with the mask held. */
export const recoverySettings = z.object({
  steps: z.int().min(1).max(100_000).default(100),
  /** Records per step. */
  batchSize: z.int().min(2).max(64).default(16),
  /** How the records of the two sets come together. */
  batches: z.enum(COMPOSITION_NAMES).default('alternating'),
  /** Share of the steps that take a domain batch, or of the records of a mixed batch that are the domain's. */
  domainBatches: z.number().min(0).max(1).default(0.5),
  learningRate: z.number().positive().max(0.01).default(5e-5),
  /** Steps over which the learning rate rises to its full size. */
  warmup: z.int().min(0).max(100_000).default(0),
  /** How the learning rate goes on from there. */
  schedule: z.enum(SCHEDULE_NAMES).default('constant'),
  weightDecay: z.number().min(0).max(1).default(0.01),
  /** Whether tables that are looked up, as those of words and positions, are trained too. */
  tables: z.boolean().default(false),
  /** Weight of the distance to the dense model's embeddings, added to the loss; 0 for none. */
  distill: z.number().min(0).max(1000).default(0),
  /** Steps between two looks at the validation records. */
  checkEvery: z.int().min(1).default(25),
  /** Share of each set's records that is kept for validation and never trained on. */
  validationShare: z.number().min(0.01).max(0.5).default(0.1),
  /** Seed of the split and of the order of records. */
  seed: z.int().min(0).max(0xffffffff).default(0),
});
export type RecoverySettings = z.infer<typeof recoverySettings>;
