import type { z } from 'zod';
import { InvalidSettingsError } from '../core/analysis/errors';

/** Check settings against their schema. @throws InvalidSettingsError naming the setting */
export function checked<S extends z.ZodType>(schema: S, values: unknown): z.output<S> {
  const parsed = schema.safeParse(values);
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  throw new InvalidSettingsError(issue?.message ?? 'A setting is not valid.', issue?.path.map(String).join('.') ?? 'settings');
}
