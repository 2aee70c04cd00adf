import { Button } from 'react-aria-components';
import type { DataRole } from '../../core/engine/types';
import { formatNumberOf } from '../format';
import { useBusy } from '../stores/busy';
import { useData } from '../stores/data-store';
import { text } from '../text';
import { FileDrop } from '../ui/file-drop';
import { Panel } from '../ui/panel';
import { Problem } from '../ui/problem';
import { Progress } from '../ui/progress';
import { Findings } from './findings';
import { LengthTable } from './length-table';
import { Records } from './records';

const types = ['.json', '.jsonl', '.ndjson'] as const;
const dialogs = [{ label: text.data.chooseFile, types }] as const;

export function DataPanel({ role }: { readonly role: DataRole }) {
  const { opening, summary, problem, refused } = useData((state) => state[role]);
  const { open, openBuiltIn, openWithoutBad, dismissProblem } = useData.getState();
  const { title, help } = text.data.roles[role];
  const busy = useBusy();
  const count = summary === null ? undefined : formatNumberOf(summary.records, text.data.record);
  return (
    <Panel title={title} note={count} className="data-panel">
      <FileDrop
        label={text.data.drop(title)}
        hint={help}
        dialogs={dialogs}
        isDisabled={busy}
        onFiles={([file]) => {
          if (file !== undefined) void open(role, file);
        }}
      >
        <Button className="button quiet" isDisabled={busy} onPress={() => void openBuiltIn(role)}>
          {text.data.example}
        </Button>
      </FileDrop>
      <Problem title={text.data.notOpened(title)} report={problem} onDismiss={() => dismissProblem(role)} />
      {refused !== null && (
        <Button className="button" isDisabled={busy} onPress={() => void openWithoutBad(role)}>
          {text.data.withoutBad}
        </Button>
      )}
      {opening && <Progress label={text.data.opening(title)} share={null} />}
      {summary !== null && (
        <>
          <Findings role={role} summary={summary} />
          <LengthTable role={role} />
          {/* Another file starts at its first page. */}
          <Records key={`${summary.fileName} ${summary.records}`} role={role} summary={summary} />
        </>
      )}
    </Panel>
  );
}
