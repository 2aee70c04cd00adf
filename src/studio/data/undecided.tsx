import { Button } from 'react-aria-components';
import type { DataRole } from '../../core/engine/types';
import { useDrop } from '../stores/drop-store';
import { text } from '../text';

/** Asks what a dropped file is when its name does not say, and says which files were of no use. */
export function Undecided() {
  const { undecided, unknown, decide, dismiss } = useDrop();
  if (undecided.length === 0 && unknown.length === 0) return null;
  return (
    <div className="question" role="status">
      {undecided.map((file) => (
        <p key={file.name}>
          {text.files.whichSet} <code>{file.name}</code>?
          {(Object.keys(text.data.roles) as DataRole[]).map((role) => (
            <Button key={role} className="button" onPress={() => void decide(file, role)}>
              {text.data.roles[role].title}
            </Button>
          ))}
        </p>
      ))}
      {unknown.length > 0 && (
        <p>
          {text.files.notUsed} <code>{unknown.join(', ')}</code>. {text.files.usable}
        </p>
      )}
      <Button className="button quiet" onPress={dismiss}>
        {text.common.dismiss}
      </Button>
    </div>
  );
}
