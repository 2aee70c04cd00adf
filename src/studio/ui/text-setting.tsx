import { Label, Text, TextArea, TextField } from 'react-aria-components';

interface TextSettingProps {
  readonly label: string;
  readonly help: string;
  readonly value: string;
  readonly maxLength: number;
  readonly isDisabled: boolean;
  readonly onChange: (value: string) => void;
}

/** A setting that is a text. Line breaks and spaces at its end count. */
export function TextSetting({ label, help, value, maxLength, isDisabled, onChange }: TextSettingProps) {
  return (
    <TextField className="setting" value={value} onChange={onChange} isDisabled={isDisabled} maxLength={maxLength}>
      <Label>{label}</Label>
      <TextArea className="text-area" rows={2} spellCheck={false} />
      <Text slot="description" className="help">
        {help}
      </Text>
    </TextField>
  );
}
