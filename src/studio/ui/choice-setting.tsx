import { Button, Label, ListBox, ListBoxItem, Popover, Select, SelectValue, Text } from 'react-aria-components';

export type Options<Key extends string> = Readonly<Record<Key, { readonly label: string; readonly help?: string }>>;

interface ChoiceSettingProps<Key extends string> {
  readonly label: string;
  readonly help?: string;
  readonly options: Options<Key>;
  readonly value: Key;
  readonly isDisabled?: boolean;
  readonly onChange: (value: Key) => void;
}

/** One of a few named options; the help line is the chosen option's unless one is given. */
export function ChoiceSetting<Key extends string>({ label, help, options, value, isDisabled = false, onChange }: ChoiceSettingProps<Key>) {
  const keys = Object.keys(options) as Key[];
  const explanation = help ?? options[value].help;
  return (
    <Select
      className="setting"
      value={value}
      isDisabled={isDisabled}
      onChange={(key) => {
        const chosen = keys.find((candidate) => candidate === key);
        if (chosen !== undefined) onChange(chosen);
      }}
    >
      <Label>{label}</Label>
      <Button className="select">
        <SelectValue />
        <span aria-hidden="true" className="chevron" />
      </Button>
      {explanation !== undefined && (
        <Text slot="description" className="help">
          {explanation}
        </Text>
      )}
      <Popover className="popover">
        <ListBox className="list">
          {keys.map((key) => (
            <ListBoxItem key={key} id={key} className="option" textValue={options[key].label}>
              {options[key].label}
            </ListBoxItem>
          ))}
        </ListBox>
      </Popover>
    </Select>
  );
}
