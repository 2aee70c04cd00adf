import { Button, FileTrigger } from 'react-aria-components';
import { fromDialog } from '../files/dropped';
import { useBusy } from '../stores/busy';
import { useModel } from '../stores/model-store';
import { text } from '../text';

/** What a lone ONNX file still needs, and the way to give it. */
export function MissingTokenizer() {
  const { open } = useModel.getState();
  const busy = useBusy();
  return (
    <div className="verdict bad" role="alert">
      <p>
        <strong>{text.model.tokenizer.missing}</strong> {text.model.tokenizer.needed}
      </p>
      <FileTrigger allowsMultiple onSelect={(files) => void open(fromDialog(files))}>
        <Button className="button" isDisabled={busy}>
          {text.model.tokenizer.add}
        </Button>
      </FileTrigger>
    </div>
  );
}
