import { Button } from 'react-aria-components';
import { useBusy } from '../stores/busy';
import { useModel } from '../stores/model-store';
import { FileDrop } from '../ui/file-drop';
import { More } from '../ui/more';
import { Panel } from '../ui/panel';
import { Problem } from '../ui/problem';
import { Progress } from '../ui/progress';
import { ModelFacts } from './model-facts';
import { OperatorTable } from './operator-table';

const dialogs = [
  { label: 'Choose folder', folder: true },
  { label: 'Choose files', multiple: true },
] as const;

export function ModelPanel() {
  const { opening, summary, problem, open, openBuiltIn, dismissProblem } = useModel();
  const busy = useBusy();
  return (
    <Panel title="Model" note={summary?.name} className="model-panel">
      <FileDrop
        label="Model: drop a folder or its files"
        hint="Drop a model folder: ONNX file, config.json, tokenizer.json"
        dialogs={dialogs}
        isDisabled={busy}
        onFiles={(files) => void open(files)}
      >
        <Button className="button quiet" isDisabled={busy} onPress={() => void openBuiltIn()}>
          Built-in model
        </Button>
      </FileDrop>
      <Problem title="The model could not be opened" report={problem} onDismiss={dismissProblem} />
      {opening && <Progress label="Opening the model" share={null} />}
      {summary !== null && (
        <>
          <ModelFacts model={summary} />
          <More title={`Operators (${summary.operators.length})`}>
            <OperatorTable operators={summary.operators} />
          </More>
        </>
      )}
    </Panel>
  );
}
