import { useState } from 'react';
import { Button, Form, Input, Label, TextField } from 'react-aria-components';
import { builtInPresets, withPreset, type BuiltInPreset } from '../../stores/built-in-presets';
import { useBusy } from '../../stores/busy';
import { usePresets } from '../../stores/preset-store';
import { usePrune } from '../../stores/prune-store';
import { text } from '../../text';
import { More } from '../../ui/more';

const builtIn = Object.keys(builtInPresets) as BuiltInPreset[];

/** Whole sets of settings by name. */
export function Presets() {
  const { scoring, mask, apply } = usePrune();
  const { presets, save, remove } = usePresets();
  const isDisabled = useBusy();
  const [name, setName] = useState('');
  return (
    <More title={text.tuning.presets.title}>
      <div className="settings">
        <ul className="presets" aria-label={text.tuning.presets.builtIn}>
          {builtIn.map((preset) => (
            <li key={preset}>
              <Button className="button" isDisabled={isDisabled} onPress={() => apply(withPreset(preset, { scoring, mask }))}>
                {text.tuning.presets.names[preset].label}
              </Button>
              <span className="help">{text.tuning.presets.names[preset].help}</span>
            </li>
          ))}
        </ul>
        {presets.length > 0 && (
          <ul className="presets own" aria-label={text.tuning.presets.own}>
            {presets.map((preset) => (
              <li key={preset.name}>
                <Button className="button" isDisabled={isDisabled} onPress={() => apply(preset)}>
                  {preset.name}
                </Button>
                <Button
                  className="button quiet icon"
                  aria-label={text.tuning.presets.remove(preset.name)}
                  onPress={() => remove(preset.name)}
                >
                  ×
                </Button>
              </li>
            ))}
          </ul>
        )}
        <Form
          className="save-preset"
          onSubmit={(event) => {
            event.preventDefault();
            if (name.trim() === '') return;
            save(name.trim(), { scoring, mask });
            setName('');
          }}
        >
          <TextField className="setting" value={name} onChange={setName} maxLength={60}>
            <Label>{text.tuning.presets.name}</Label>
            <Input className="text-input" autoComplete="off" />
          </TextField>
          <Button className="button" type="submit" isDisabled={name.trim() === ''}>
            {text.tuning.presets.save}
          </Button>
        </Form>
      </div>
    </More>
  );
}
