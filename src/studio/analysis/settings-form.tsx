import { useModel } from '../stores/model-store';
import { isRunning, useAnalysis } from '../stores/analysis-store';
import { ChoiceSetting } from '../ui/choice-setting';
import { More } from '../ui/more';
import { NumberSetting } from '../ui/number-setting';
import { numberFields } from './fields';
import { text } from '../text';

const plain = ['maxLength', 'batchSize', 'maxSamples'] as const;
const whole = { maximumFractionDigits: 0 };

export function SettingsForm() {
  const { settings, device, status, change, chooseDevice } = useAnalysis();
  const positions = useModel(({ summary }) => summary?.maxPositions ?? null);
  const isDisabled = isRunning(status);
  const field = (key: keyof typeof numberFields) => {
    const { label, help, min, max, step } = numberFields[key];
    return (
      <NumberSetting
        key={key}
        label={label}
        help={key === 'maxLength' && positions !== null ? text.analysis.positions(help, positions) : help}
        value={settings[key]}
        min={min}
        max={key === 'maxLength' && positions !== null ? Math.min(max, positions) : max}
        step={step}
        format={whole}
        isDisabled={isDisabled}
        onChange={(value) => change({ [key]: value })}
      />
    );
  };
  return (
    <div className="settings">
      {plain.map(field)}
      <ChoiceSetting
        label={text.analysis.device}
        options={text.analysis.devices}
        value={device}
        isDisabled={isDisabled}
        onChange={chooseDevice}
      />
      <More title={text.analysis.moreSettings}>
        <div className="settings">
          {field('scale')}
          <NumberSetting
            {...text.analysis.fields.shuffleSeed}
            value={settings.shuffleSeed ?? -1}
            min={-1}
            step={1}
            format={whole}
            isDisabled={isDisabled}
            onChange={(seed) => change({ shuffleSeed: seed < 0 ? null : seed })}
          />
        </div>
      </More>
    </div>
  );
}
