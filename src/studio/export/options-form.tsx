import { CheckboxButton, CheckboxField, CheckboxGroup, Label, Text } from 'react-aria-components';
import { EXTRAS, PACKAGINGS, type Extra } from '../../core/export/options';
import { PRECISIONS } from '../../core/export/precision';
import { useBusy } from '../stores/busy';
import { useExport } from '../stores/export-store';
import { text } from '../text';
import { ChoiceSetting } from '../ui/choice-setting';

const extras = Object.keys(EXTRAS) as Extra[];

/** In what form the pruned model is handed out. */
export function OptionsForm() {
  const { options, running, changeOptions } = useExport();
  const isBusy = useBusy();
  const isDisabled = running || isBusy;
  return (
    <div className="export-options">
      <ChoiceSetting
        label={text.exporting.precision}
        options={PRECISIONS}
        value={options.precision}
        isDisabled={isDisabled}
        onChange={(precision) => changeOptions({ precision })}
      />
      <ChoiceSetting
        label={text.exporting.packaging}
        options={PACKAGINGS}
        value={options.packaging}
        isDisabled={isDisabled}
        onChange={(packaging) => changeOptions({ packaging })}
      />
      <CheckboxGroup
        className="setting extras"
        isDisabled={isDisabled}
        value={extras.filter((extra) => options[extra])}
        onChange={(chosen) => changeOptions(Object.fromEntries(extras.map((extra) => [extra, chosen.includes(extra)])))}
      >
        <Label>{text.exporting.extras}</Label>
        {extras.map((extra) => (
          <CheckboxField key={extra} value={extra}>
            <CheckboxButton className="checkbox">
              <span className="box" aria-hidden="true" />
              {EXTRAS[extra].label}
            </CheckboxButton>
            <Text slot="description" className="help checkbox-help">
              {EXTRAS[extra].help}
            </Text>
          </CheckboxField>
        ))}
      </CheckboxGroup>
    </div>
  );
}
