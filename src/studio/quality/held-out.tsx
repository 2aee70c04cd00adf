import { Button, FileTrigger } from 'react-aria-components';
import type { DataRole } from '../../core/engine/types';
import { fromDialog } from '../files/dropped';
import { formatCount } from '../format';
import { builtInHeldOut } from '../built-in';
import { useQuality } from '../stores/quality-store';
import { text } from '../text';

/** The two sets that are measured on; the built-in ones until others are chosen. */
export function HeldOut({ isDisabled }: { readonly isDisabled: boolean }) {
  return (
    <ul className="held-out">
      <HeldOutRow role="general" isDisabled={isDisabled} />
      <HeldOutRow role="domain" isDisabled={isDisabled} />
    </ul>
  );
}

function HeldOutRow({ role, isDisabled }: { readonly role: DataRole; readonly isDisabled: boolean }) {
  const { heldOut, openHeldOut } = useQuality();
  const summary = heldOut[role];
  return (
    <li>
      <strong>{text.quality.sets[role]}</strong>
      <span className="held-out-facts">
        {summary === null
          ? builtInHeldOut[role]
          : text.quality.setFacts(summary.fileName, formatCount(summary.queries), formatCount(summary.corpus))}
      </span>
      <FileTrigger
        acceptedFileTypes={['.json', '.jsonl']}
        onSelect={(files) => {
          const [file] = fromDialog(files);
          if (file !== undefined) void openHeldOut(role, file);
        }}
      >
        <Button className="button quiet" isDisabled={isDisabled}>
          {text.quality.choose(role)}
        </Button>
      </FileTrigger>
    </li>
  );
}
