import { Button } from 'react-aria-components';
import type { DataRole } from '../../core/engine/types';
import { formatNumberOf } from '../format';
import { useBusy } from '../stores/busy';
import { useData } from '../stores/data-store';
import { FileDrop } from '../ui/file-drop';
import { Panel } from '../ui/panel';
import { Problem } from '../ui/problem';
import { Progress } from '../ui/progress';
import { Preview } from './preview';
import { roles } from './roles';

const types = ['.json', '.jsonl', '.ndjson'] as const;
const dialogs = [{ label: 'Choose file', types }] as const;

export function DataPanel({ role }: { readonly role: DataRole }) {
  const { opening, summary, problem } = useData((state) => state[role]);
  const { open, openBuiltIn, dismissProblem } = useData.getState();
  const { title, help } = roles[role];
  const busy = useBusy();
  const count = summary === null ? undefined : formatNumberOf(summary.records, 'record');
  return (
    <Panel title={title} note={count} className="data-panel">
      <FileDrop
        label={`${title}: drop a file`}
        hint={help}
        dialogs={dialogs}
        isDisabled={busy}
        onFiles={([file]) => {
          if (file !== undefined) void open(role, file);
        }}
      >
        <Button className="button quiet" isDisabled={busy} onPress={() => void openBuiltIn(role)}>
          Example
        </Button>
      </FileDrop>
      <Problem title={`The ${title.toLowerCase()} could not be opened`} report={problem} onDismiss={() => dismissProblem(role)} />
      {opening && <Progress label={`Opening the ${title.toLowerCase()}`} share={null} />}
      {summary !== null && <Preview title={title} triplets={summary} />}
    </Panel>
  );
}
