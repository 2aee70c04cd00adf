import { useState } from 'react';
import { Button } from 'react-aria-components';
import type { FieldMapping } from '../../../core/data/field-mapping';
import type { FileColumns } from '../../../core/engine/data-view-types';
import type { DataRole } from '../../../core/engine/types';
import { useData } from '../../stores/data-store';
import { text } from '../../text';
import { ChoiceSetting } from '../../ui/choice-setting';
import { mappingOf, rolesOf, withRole } from './column-roles';

interface ColumnsFormProps {
  readonly role: DataRole;
  readonly fileName: string;
  readonly found: FileColumns;
  /** What is chosen at first. */
  readonly first: FieldMapping | null;
  readonly onClose: () => void;
}

/** One choice per column, beside what the first records have there. */
export function ColumnsForm({ role, fileName, found, first, onClose }: ColumnsFormProps) {
  const [roles, setRoles] = useState(() => rolesOf(found.columns, first));
  const { openWithFields } = useData.getState();
  const mapping = mappingOf(roles);
  const { columns } = text;
  return (
    <>
      <p className="help">{columns.lead(fileName)}</p>
      <ul className="column-choices" aria-label={columns.list}>
        {found.columns.map((column, index) => (
          <li key={column} data-role={roles.get(column)}>
            <ChoiceSetting
              label={column}
              options={columns.roles}
              value={roles.get(column) ?? 'ignored'}
              onChange={(chosen) => setRoles(withRole(roles, column, chosen))}
            />
            <ul className="column-samples" aria-label={columns.samplesOf(column)}>
              {found.samples.map((sample, record) => (
                <li key={record} dir="auto">
                  {sample[index]}
                </li>
              ))}
            </ul>
          </li>
        ))}
      </ul>
      <p className="help" role="status">
        {mapping === null
          ? columns.incomplete
          : mapping.negatives.length === 0
            ? columns.pairs
            : columns.triplets(mapping.negatives.length)}
      </p>
      <div className="actions">
        <Button className="button primary" isDisabled={mapping === null} onPress={() => void openWithFields(role, mapping)}>
          {columns.open}
        </Button>
        <Button className="button" onPress={() => void openWithFields(role, null)}>
          {columns.known}
        </Button>
        <Button className="button quiet" onPress={onClose}>
          {columns.cancel}
        </Button>
      </div>
    </>
  );
}
