import { type QuantityName, quantityOf } from '../../../core/tiles/quantities';
import { text } from '../../text';
import { Toggles } from '../../ui/toggles';

interface QuantityTogglesProps {
  readonly names: readonly QuantityName[];
  readonly chosen: QuantityName;
  readonly onChange: (name: QuantityName) => void;
}

/** What the colours show. */
export function QuantityToggles({ names, chosen, onChange }: QuantityTogglesProps) {
  return (
    <Toggles
      label={text.pictures.quantity}
      help={quantityOf(chosen).help}
      mode="single"
      options={names.map((key) => ({ key, label: quantityOf(key).label }))}
      chosen={[chosen]}
      onChange={([name]) => {
        if (name !== undefined) onChange(name);
      }}
    />
  );
}
