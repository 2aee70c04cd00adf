import type { FieldMapping } from '../../../core/data/field-mapping';
import type { TripletField } from '../../../core/data/triplet';

/** What a column holds; `ignored` is read by nobody. */
export type ColumnRole = TripletField | 'ignored';

export type ColumnRoles = ReadonlyMap<string, ColumnRole>;

/** What a mapping makes of every column. */
export function rolesOf(columns: readonly string[], mapping: FieldMapping | null): ColumnRoles {
  const roleOf = (column: string): ColumnRole => {
    if (column === mapping?.query) return 'query';
    if (column === mapping?.positive) return 'positive';
    return mapping?.negatives.includes(column) === true ? 'negative' : 'ignored';
  };
  return new Map(columns.map((column) => [column, roleOf(column)]));
}

/** One column gets a role; query and positive leave the column that had them. */
export function withRole(roles: ColumnRoles, column: string, role: ColumnRole): ColumnRoles {
  const isSingle = role === 'query' || role === 'positive';
  return new Map([...roles].map(([name, had]) => [name, name === column ? role : isSingle && had === role ? 'ignored' : had]));
}

/** The mapping that the roles make; null while query or positive is missing. */
export function mappingOf(roles: ColumnRoles): FieldMapping | null {
  const named = (role: ColumnRole): string[] => [...roles].filter(([, had]) => had === role).map(([column]) => column);
  const [[query], [positive]] = [named('query'), named('positive')];
  return query === undefined || positive === undefined ? null : { query, positive, negatives: named('negative') };
}
