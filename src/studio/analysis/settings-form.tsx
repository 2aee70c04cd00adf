import { NEGATIVE_CHOICES } from '../../core/data/choose-negative';
import { SAMPLINGS } from '../../core/sample/samplings';
import { MAX_PROMPT } from '../../core/gaprune/settings';
import { useModel } from '../stores/model-store';
import { isRunning, useAnalysis } from '../stores/analysis-store';
import { ChoiceSetting } from '../ui/choice-setting';
import { More } from '../ui/more';
import { NumberSetting } from '../ui/number-setting';
import { Toggles } from '../ui/toggles';
import { TextSetting } from '../ui/text-setting';
import { numberFields } from './fields';
import { text } from '../text';

const plain = ['maxLength', 'batchSize', 'maxSamples'] as const;
const passes = (['together', 'apart'] as const).map((key) => ({ key, label: text.analysis.passes[key] }));
const checks = (['on', 'off'] as const).map((key) => ({ key, label: text.analysis.deviceCheck[key] }));
const whole = { maximumFractionDigits: 0 };
const percent = { style: 'percent', maximumFractionDigits: 0 } as const;

export function SettingsForm() {
  const { settings, device, status, change, chooseDevice } = useAnalysis();
  const positions = useModel(({ summary }) => summary?.maxPositions ?? null);
  const promptSource = useModel(({ summary }) => summary?.prompts.source ?? 'none');
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
        label={text.analysis.fields.sampling.label}
        options={SAMPLINGS}
        value={settings.sampling}
        isDisabled={isDisabled}
        onChange={(sampling) => change({ sampling })}
      />
      <NumberSetting
        {...text.analysis.fields.holdOut}
        value={settings.holdOut}
        min={0}
        max={0.5}
        step={0.01}
        format={percent}
        isDisabled={isDisabled}
        onChange={(holdOut) => change({ holdOut })}
      />
      <ChoiceSetting
        label={text.analysis.device}
        options={text.analysis.devices}
        value={device}
        isDisabled={isDisabled}
        onChange={chooseDevice}
      />
      <TextSetting
        {...text.analysis.prompts.query}
        value={settings.queryPrompt}
        maxLength={MAX_PROMPT}
        isDisabled={isDisabled}
        onChange={(queryPrompt) => change({ queryPrompt })}
      />
      <TextSetting
        {...text.analysis.prompts.document}
        value={settings.documentPrompt}
        maxLength={MAX_PROMPT}
        isDisabled={isDisabled}
        onChange={(documentPrompt) => change({ documentPrompt })}
      />
      <p className="help settings-note">{text.analysis.prompts.sources[promptSource]}</p>
      <More title={text.analysis.moreSettings}>
        <div className="settings">
          {field('scale')}
          <ChoiceSetting
            label={text.analysis.fields.negatives.label}
            options={NEGATIVE_CHOICES}
            value={settings.negatives}
            isDisabled={isDisabled}
            onChange={(negatives) => change({ negatives })}
          />
          {(['samplingSeed', 'holdOutSeed'] as const).map((key) => (
            <NumberSetting
              key={key}
              {...text.analysis.fields[key]}
              value={settings[key]}
              min={0}
              max={0xffffffff}
              step={1}
              format={whole}
              isDisabled={isDisabled}
              onChange={(seed) => change({ [key]: seed })}
            />
          ))}
          <NumberSetting
            {...text.analysis.fields.memoryMiB}
            value={settings.memoryMiB ?? 0}
            min={0}
            step={1}
            format={whole}
            isDisabled={isDisabled}
            onChange={(mebibytes) => change({ memoryMiB: mebibytes < 1 ? null : mebibytes })}
          />
          <NumberSetting
            {...text.analysis.fields.fisherBatchSize}
            value={settings.fisherBatchSize ?? 0}
            min={0}
            max={8}
            step={1}
            format={whole}
            isDisabled={isDisabled}
            onChange={(size) => change({ fisherBatchSize: size < 1 ? null : size })}
          />
          <Toggles
            label={text.analysis.passes.label}
            help={text.analysis.passes.help}
            mode="single"
            isDisabled={isDisabled}
            options={passes}
            chosen={[settings.separatePasses ? 'apart' : 'together']}
            onChange={([chosen]) => change({ separatePasses: chosen === 'apart' })}
          />
          <Toggles
            label={text.analysis.deviceCheck.label}
            help={text.analysis.deviceCheck.help}
            mode="single"
            isDisabled={isDisabled}
            options={checks}
            chosen={[settings.deviceCheck ? 'on' : 'off']}
            onChange={([chosen]) => change({ deviceCheck: chosen === 'on' })}
          />
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
