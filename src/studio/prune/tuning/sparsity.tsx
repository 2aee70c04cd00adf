import { Label, Slider, SliderThumb, SliderTrack } from 'react-aria-components';
import { NumberSetting } from '../../ui/number-setting';
import { text } from '../../text';

interface SparsityProps {
  readonly value: number;
  readonly isDisabled: boolean;
  readonly onChange: (value: number) => void;
}

const percent = { style: 'percent', maximumFractionDigits: 2 } as const;

/** How much of the chosen weights goes: a slider, and a field for an exact share. */
export function Sparsity({ value, isDisabled, onChange }: SparsityProps) {
  return (
    <div className="sparsity">
      <Slider
        className="slider"
        minValue={0}
        maxValue={0.99}
        step={0.005}
        value={Math.min(value, 0.99)}
        formatOptions={percent}
        isDisabled={isDisabled}
        onChange={(next) => {
          if (typeof next === 'number') onChange(next);
        }}
      >
        <Label>{text.tuning.sparsity.label}</Label>
        <SliderTrack className="slider-track">
          {({ state }) => (
            <>
              <div className="slider-fill" style={{ width: `${state.getThumbPercent(0) * 100}%` }} />
              <SliderThumb className="slider-thumb" />
            </>
          )}
        </SliderTrack>
      </Slider>
      <NumberSetting
        label={text.tuning.sparsity.exact}
        value={value}
        min={0}
        max={1}
        step={0.005}
        format={percent}
        isDisabled={isDisabled}
        onChange={onChange}
      />
    </div>
  );
}
