import { useState } from 'react';
import { Button } from 'react-aria-components';
import type { HubFound } from '../../../core/engine/hub-types';
import { bytes } from '../../../core/units';
import { formatBytes } from '../../format';
import { useHub } from '../../stores/hub-store';
import { text } from '../../text';
import { ChoiceSetting } from '../../ui/choice-setting';
import { Progress } from '../../ui/progress';

interface HubChoiceProps {
  readonly found: HubFound;
  readonly token: string | null;
}

/** The ONNX files of a model that was found, and the download of one. */
export function HubChoice({ found, token }: HubChoiceProps) {
  const { status, fetched, fetch, cancel } = useHub();
  const [path, setPath] = useState(found.variants[0]?.path ?? '');
  const variant = found.variants.find((each) => each.path === path);
  const { hub } = text;
  if (variant === undefined) return null;
  // Data files that only the ONNX file names are not in the sum.
  const total = bytes(Math.max(variant.bytes, fetched));
  const options = Object.fromEntries(
    found.variants.map((each) => [each.path, { label: hub.variantOf(each.path, hub.precisions[each.precision], formatBytes(each.bytes)) }]),
  );
  return (
    <>
      <ChoiceSetting
        label={hub.variant}
        help={hub.commit(found.commit)}
        options={options}
        value={path}
        isDisabled={status !== 'idle'}
        onChange={setPath}
      />
      {status === 'fetching' ? (
        <>
          <Progress
            label={hub.downloading(found.repository)}
            share={fetched / total}
            text={hub.reached(formatBytes(fetched), formatBytes(total))}
          />
          <div className="actions">
            <Button className="button" onPress={cancel}>
              {hub.cancel}
            </Button>
          </div>
        </>
      ) : (
        <div className="actions">
          <Button className="button primary" isDisabled={status !== 'idle'} onPress={() => void fetch(path, token)}>
            {hub.download}
          </Button>
        </div>
      )}
    </>
  );
}
