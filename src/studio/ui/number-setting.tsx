import { Button, Group, Input, Label, NumberField, Text } from 'react-aria-components';

interface NumberSettingProps {
  readonly label: string;
  readonly help?: string | undefined;
  readonly value: number;
  readonly min?: number | undefined;
  readonly max?: number | undefined;
  readonly step?: number | undefined;
  readonly format?: Intl.NumberFormatOptions | undefined;
  readonly isDisabled?: boolean | undefined;
  readonly onChange: (value: number) => void;
}

/** A number with its help line. An emptied field keeps the last value. */
export function NumberSetting({ label, help, value, min, max, step, format, isDisabled = false, onChange }: NumberSettingProps) {
  return (
    <NumberField
      className="setting"
      value={value}
      isDisabled={isDisabled}
      onChange={(next) => {
        if (Number.isFinite(next)) onChange(next);
      }}
      {...(min === undefined ? {} : { minValue: min })}
      {...(max === undefined ? {} : { maxValue: max })}
      {...(step === undefined ? {} : { step })}
      {...(format === undefined ? {} : { formatOptions: format })}
    >
      <Label>{label}</Label>
      <Group className="number">
        <Input />
        <Button slot="decrement">−</Button>
        <Button slot="increment">+</Button>
      </Group>
      {help !== undefined && (
        <Text slot="description" className="help">
          {help}
        </Text>
      )}
    </NumberField>
  );
}
