import { Button } from 'react-aria-components';
import { DATA_FILE_TYPES } from '../../core/data/formats/extensions';
import type { DataRole } from '../../core/engine/types';
import { formatNumberOf } from '../format';
import { useBusy } from '../stores/busy';
import { useData } from '../stores/data-store';
import { text } from '../text';
import { FileDrop } from '../ui/file-drop';
import { Panel } from '../ui/panel';
import { Problem } from '../ui/problem';
import { Progress } from '../ui/progress';
import { ColumnsDialog } from './columns/columns-dialog';
import { Findings } from './findings';
import { LengthTable } from './length-table';
import { ReadFacts } from './read-facts';
import { Records } from './records';

const dialogs = [{ label: text.data.chooseFile, types: DATA_FILE_TYPES }] as const;

export function DataPanel({ role }: { readonly role: DataRole }) {
  const { opening, summary, problem, refused } = useData((state) => state[role]);
  const { open, openBuiltIn, openWithoutBad, choose, dismissProblem } = useData.getState();
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
        <div className="actions">
          {problem?.code === 'BAD_RECORDS' && (
            <Button className="button" isDisabled={busy} onPress={() => void openWithoutBad(role)}>
              {text.data.withoutBad}
            </Button>
          )}
          <Button className="button" isDisabled={busy} onPress={() => choose(role, true)}>
            {text.data.chooseColumns}
          </Button>
        </div>
      )}
      <ColumnsDialog role={role} />
      {opening && <Progress label={text.data.opening(title)} share={null} />}
      {summary !== null && (
        <>
          <ReadFacts role={role} summary={summary} />
          <Findings role={role} summary={summary} />
          <LengthTable role={role} />
          {/* Another file starts at its first page. */}
          <Records key={`${summary.fileName} ${summary.records}`} role={role} summary={summary} />
        </>
      )}
    </Panel>
  );
}
