import { z } from 'zod';
import { InvalidSettingsError } from '../core/analysis/errors';

type Settings = z.ZodObject<z.core.$ZodShape>;
type Issue = z.core.$ZodIssue;
type Bounds = z.core.JSONSchema.BaseSchema;

/** Check settings against their schema. @throws InvalidSettingsError with the setting, what it may be and what it is */
export function checked<S extends Settings>(schema: S, values: Readonly<Record<string, unknown>>): z.output<S> {
  const parsed = schema.safeParse(values);
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  throw new InvalidSettingsError(issue === undefined ? 'A setting is not valid.' : explain(schema, values, issue));
}

function explain(schema: Settings, values: Readonly<Record<string, unknown>>, issue: Issue): string {
  const [name = 'settings', index] = issue.path.map(String);
  const label = capitalised(name.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`));
  const given = values[name];
  const value: unknown = Array.isArray(given) && index !== undefined ? given[Number(index)] : given;
  if (issue.code === 'invalid_value') return `${label}: there is no "${String(value)}". There are ${issue.values.map(String).join(', ')}.`;
  const bounds = boundsOf(schema, name);
  return bounds === null ? `${label}: ${issue.message}.` : `${label} must be ${bounds}, not ${String(value)}.`;
}

/** The bounds of a number in words, or null where there are none. */
function boundsOf(schema: Settings, name: string): string | null {
  const property = z.toJSONSchema(schema).properties?.[name];
  const { minimum, exclusiveMinimum, maximum = Infinity } = numeric(property);
  const most = maximum < Number.MAX_SAFE_INTEGER ? maximum : null;
  if (exclusiveMinimum !== undefined) return `above ${exclusiveMinimum}${most === null ? '' : ` and at most ${most}`}`;
  if (minimum === undefined) return null;
  return most === null ? `at least ${minimum}` : `between ${minimum} and ${most}`;
}

/** The schema of the number itself: of a nullable one, or of a list's elements. */
function numeric(property: z.core.JSONSchema._JSONSchema | undefined): Bounds {
  if (typeof property !== 'object') return {};
  const inner = property.anyOf?.[0] ?? property.items;
  return typeof inner === 'object' && !Array.isArray(inner) ? inner : property;
}

const capitalised = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
