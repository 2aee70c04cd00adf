import { Button } from 'react-aria-components';
import { AGGREGATIONS, type AggregationName } from '../../core/tiles/aggregations';
import { type QuantityName, quantityOf } from '../../core/tiles/quantities';
import { useTensor } from '../stores/tensor-store';
import { text } from '../text';
import { ChoiceSetting } from '../ui/choice-setting';
import { Toggles } from '../ui/toggles';
import { zoomOn } from './gestures';
import { centreOn, fit, LARGEST_ZOOM } from './viewport';

const offered = (['mean', 'max', 'min', 'pruned'] as const satisfies readonly AggregationName[]).map((key) => ({
  key,
  label: AGGREGATIONS[key].label,
}));

const STEP = 2;

/** How the picture is made, and where it looks. */
export function TensorTools({ quantity }: { readonly quantity: QuantityName }) {
  const { aggregation, clip, choose, look } = useTensor();
  const isMask = quantityOf(quantity).follows === 'mask';
  return (
    <div className="tensor-tools">
      <Toggles
        label={text.tensor.aggregation}
        mode="single"
        isDisabled={isMask}
        options={offered}
        chosen={offered.filter(({ key }) => key === (isMask ? 'pruned' : aggregation)).map(({ key }) => key)}
        onChange={([chosen]) => {
          if (chosen !== undefined) choose({ aggregation: chosen });
        }}
      />
      <ChoiceSetting
        label={text.pictures.clip}
        options={text.pictures.clips}
        value={clip}
        onChange={(chosen) => choose({ clip: chosen })}
      />
      <div className="zoom-buttons" role="group" aria-label={text.tensor.zoom}>
        <Button className="button" aria-label={text.tensor.zoomOut} onPress={() => look((view) => zoomOn(view, 1 / STEP))}>
          −
        </Button>
        <Button className="button" aria-label={text.tensor.zoomIn} onPress={() => look((view) => zoomOn(view, STEP))}>
          +
        </Button>
        <Button className="button" onPress={() => look((_, matrix, size) => fit(matrix, size))}>
          {text.tensor.fit}
        </Button>
        <Button
          className="button"
          onPress={() =>
            look((view, matrix, size) => {
              const { cursor } = useTensor.getState();
              const middle = { row: view.row + matrix.rows / 2, column: view.column + matrix.columns / 2 };
              return centreOn({ ...view, zoom: LARGEST_ZOOM }, matrix, size, cursor ?? middle);
            })
          }
        >
          {text.tensor.single}
        </Button>
      </div>
    </div>
  );
}
