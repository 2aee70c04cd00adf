import { SwitchButton, SwitchField } from 'react-aria-components';

interface SwitchSettingProps {
  readonly label: string;
  readonly isSelected: boolean;
  readonly isDisabled?: boolean;
  readonly onChange: (isSelected: boolean) => void;
}

/** Something that is so or not. */
export function SwitchSetting({ label, isSelected, isDisabled = false, onChange }: SwitchSettingProps) {
  return (
    <SwitchField isSelected={isSelected} isDisabled={isDisabled} onChange={onChange}>
      <SwitchButton className="switch">
        <span className="switch-track" aria-hidden="true" />
        {label}
      </SwitchButton>
    </SwitchField>
  );
}
