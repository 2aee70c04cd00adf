import { expect, it } from 'vitest';
import { mappingOf, rolesOf, withRole } from './column-roles';

const columns = ['id', 'ask', 'good', 'bad', 'worse'];
const mapping = { query: 'ask', positive: 'good', negatives: ['bad', 'worse'] };

it('roles are a mapping, and a mapping is roles', () => {
  expect(mappingOf(rolesOf(columns, mapping))).toEqual(mapping);
  expect(mappingOf(rolesOf(columns, null))).toBeNull();
});

it('a query leaves the column it was in, a negative may be in several', () => {
  const moved = withRole(rolesOf(columns, mapping), 'id', 'query');
  expect(mappingOf(moved)).toEqual({ ...mapping, query: 'id' });
  expect(moved.get('ask')).toBe('ignored');
  expect(mappingOf(withRole(rolesOf(columns, mapping), 'id', 'negative'))).toEqual({ ...mapping, negatives: ['id', 'bad', 'worse'] });
  expect(mappingOf(withRole(rolesOf(columns, mapping), 'good', 'ignored'))).toBeNull();
});
