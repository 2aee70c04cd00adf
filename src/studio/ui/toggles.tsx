import { useId } from 'react';
import { ToggleButton, ToggleButtonGroup } from 'react-aria-components';

interface TogglesProps<Key extends string> {
  readonly label: string;
  readonly help?: string | undefined;
  /** The label is there for screen readers alone. */
  readonly isLabelHidden?: boolean;
  readonly options: readonly { readonly key: Key; readonly label: string }[];
  readonly chosen: readonly Key[];
  /** `single`: a segmented control; `multiple`: chips. One stays chosen. */
  readonly mode: 'single' | 'multiple';
  readonly isDisabled?: boolean;
  readonly onChange: (chosen: Key[]) => void;
}

export function Toggles<Key extends string>({
  label,
  help,
  isLabelHidden = false,
  options,
  chosen,
  mode,
  isDisabled = false,
  onChange,
}: TogglesProps<Key>) {
  const id = useId();
  return (
    <div className="setting">
      <span id={id} className={isLabelHidden ? 'visually-hidden' : 'label'}>
        {label}
      </span>
      <ToggleButtonGroup
        className={mode === 'single' ? 'segments' : 'chips'}
        aria-labelledby={id}
        selectionMode={mode}
        disallowEmptySelection
        isDisabled={isDisabled}
        selectedKeys={chosen}
        onSelectionChange={(keys) => onChange(options.filter(({ key }) => keys.has(key)).map(({ key }) => key))}
      >
        {options.map(({ key, label: text }) => (
          <ToggleButton key={key} id={key} className={mode === 'single' ? 'segment' : 'chip'}>
            {text}
          </ToggleButton>
        ))}
      </ToggleButtonGroup>
      {help !== undefined && <span className="help">{help}</span>}
    </div>
  );
}
