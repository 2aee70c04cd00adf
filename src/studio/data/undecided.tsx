import { Button } from 'react-aria-components';
import type { DataRole } from '../../core/engine/types';
import { useDrop } from '../stores/drop-store';
import { roles } from './roles';

/** Asks what a dropped file is when its name does not say, and says which files were of no use. */
export function Undecided() {
  const { undecided, unknown, decide, dismiss } = useDrop();
  if (undecided.length === 0 && unknown.length === 0) return null;
  return (
    <div className="question" role="status">
      {undecided.map((file) => (
        <p key={file.name}>
          Which set is <code>{file.name}</code>?
          {(Object.keys(roles) as DataRole[]).map((role) => (
            <Button key={role} className="button" onPress={() => void decide(file, role)}>
              {roles[role].title}
            </Button>
          ))}
        </p>
      ))}
      {unknown.length > 0 && (
        <p>
          Not used: <code>{unknown.join(', ')}</code>. A model is an ONNX file with its JSON files; data sets are JSON or JSON Lines files.
        </p>
      )}
      <Button className="button quiet" onPress={dismiss}>
        Dismiss
      </Button>
    </div>
  );
}
