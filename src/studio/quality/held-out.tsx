import { Button, FileTrigger } from 'react-aria-components';
import { DATA_FILE_TYPES } from '../../core/data/formats/extensions';
import type { DataRole } from '../../core/engine/types';
import { fromDialog } from '../files/dropped';
import { formatCount } from '../format';
import { builtInHeldOut } from '../built-in';
import { useAnalysis } from '../stores/analysis-store';
import { type HeldOutState, useQuality } from '../stores/quality-store';
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
  const putAside = useAnalysis(({ summary: of }) => of?.heldOut[role] ?? 0);
  const summary = heldOut[role];
  return (
    <li>
      <strong>{text.quality.sets[role]}</strong>
      <span className="held-out-facts">{summary === null ? notOpen(role, putAside) : factsOf(summary)}</span>
      <FileTrigger
        acceptedFileTypes={DATA_FILE_TYPES}
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

/** What will be measured with. */
function notOpen(role: DataRole, putAside: number): string {
  return putAside > 0 ? text.quality.putAside(formatCount(putAside)) : builtInHeldOut[role];
}

function factsOf({ source, fileName, queries, corpus, dropped }: HeldOutState): string {
  const name = source === 'put-aside' ? text.quality.putAsideOf(fileName) : fileName;
  const facts = text.quality.setFacts(name, formatCount(queries), formatCount(corpus));
  return dropped === 0 ? facts : `${facts}${text.quality.dropped(formatCount(dropped))}`;
}
