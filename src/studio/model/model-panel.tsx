import { Button } from 'react-aria-components';
import { useBusy } from '../stores/busy';
import { useHub } from '../stores/hub-store';
import { useModel } from '../stores/model-store';
import { FileDrop } from '../ui/file-drop';
import { More } from '../ui/more';
import { Panel } from '../ui/panel';
import { Problem } from '../ui/problem';
import { Progress } from '../ui/progress';
import { HubDialog } from './hub/hub-dialog';
import { ModelFacts } from './model-facts';
import { OperatorTable } from './operator-table';
import { text } from '../text';

const dialogs = [
  { label: text.model.chooseFolder, folder: true },
  { label: text.model.chooseFiles, multiple: true },
] as const;

export function ModelPanel() {
  const { opening, summary, problem, open, openBuiltIn, dismissProblem } = useModel();
  const busy = useBusy();
  return (
    <Panel title={text.model.title} note={summary?.name} className="model-panel">
      <FileDrop label={text.model.drop} hint={text.model.hint} dialogs={dialogs} isDisabled={busy} onFiles={(files) => void open(files)}>
        <Button className="button quiet" isDisabled={busy} onPress={() => void openBuiltIn()}>
          {text.model.builtIn}
        </Button>
        <Button className="button quiet" isDisabled={busy} onPress={() => useHub.getState().show(true)}>
          {text.hub.open}
        </Button>
      </FileDrop>
      <HubDialog />
      <Problem title={text.model.notOpened} report={problem} onDismiss={dismissProblem} />
      {opening && <Progress label={text.model.opening} share={null} />}
      {summary !== null && (
        <>
          <ModelFacts model={summary} />
          <More key={summary.name} isOpenAtFirst={summary.refusal !== null} title={text.model.operators.title(summary.operators.length)}>
            <OperatorTable operators={summary.operators} />
          </More>
        </>
      )}
    </Panel>
  );
}
