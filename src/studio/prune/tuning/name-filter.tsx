import { useDeferredValue, useState } from 'react';
import { FieldError, Input, Label, SearchField, Text } from 'react-aria-components';
import type { ParameterSummary } from '../../../core/engine/types';
import { MAX_PATTERN, namePattern } from '../../../core/gaprune/patterns/name-pattern';
import { reportError } from '../../../core/errors';
import { useBusy } from '../../stores/busy';
import { usePrune } from '../../stores/prune-store';
import { text } from '../../text';

/** Names shown of those that match. */
const SHOWN = 6;

/** A filter by name. What it matches is shown while one types; one that cannot be read, or matches nothing, is not taken over. */
export function NameFilter({ parameters }: { readonly parameters: readonly ParameterSummary[] }) {
  const { mask, changeMask } = usePrune();
  const isDisabled = useBusy();
  const [typed, setTyped] = useState(mask.nameFilter);
  const [taken, setTaken] = useState(mask.nameFilter);
  // Undo, a preset or a link may change the filter from outside.
  if (taken !== mask.nameFilter) {
    setTaken(mask.nameFilter);
    setTyped(mask.nameFilter);
  }
  const { names, problem } = matching(parameters, useDeferredValue(typed));
  const change = (pattern: string): void => {
    setTyped(pattern);
    const found = matching(parameters, pattern);
    if (found.problem !== null || found.names.length === 0) return;
    setTaken(pattern);
    changeMask({ nameFilter: pattern });
  };
  return (
    <SearchField
      className="setting"
      value={typed}
      isDisabled={isDisabled}
      isInvalid={problem !== null}
      maxLength={MAX_PATTERN}
      onChange={change}
    >
      <Label>{text.tuning.filter.label}</Label>
      <Input className="text-input" spellCheck="false" autoComplete="off" />
      <Text slot="description" className="help">
        {text.tuning.filter.help}
      </Text>
      <FieldError className="help bad">{problem}</FieldError>
      {typed !== '' && problem === null && (
        <div className="filter-matches" role="status">
          <strong>{text.tuning.filter.matches(names.length)}</strong>
          <ul aria-label={text.tuning.filter.list}>
            {names.slice(0, SHOWN).map((name) => (
              <li key={name} title={name}>
                {name}
              </li>
            ))}
            {names.length > SHOWN && <li>{text.tuning.filter.more(names.length - SHOWN)}</li>}
          </ul>
        </div>
      )}
    </SearchField>
  );
}

function matching(parameters: readonly ParameterSummary[], pattern: string): { names: string[]; problem: string | null } {
  try {
    const matches = namePattern(pattern);
    return { names: parameters.filter(({ name }) => matches(name)).map(({ name }) => name), problem: null };
  } catch (error) {
    return { names: [], problem: reportError(error).message };
  }
}
