import { Button } from 'react-aria-components';
import { download } from '../download';
import { useEvidence } from '../stores/evidence-store';
import { useExport } from '../stores/export-store';
import { usePrune } from '../stores/prune-store';
import { keyOfSettings } from '../stores/quality-store';
import { text } from '../text';
import { Panel } from '../ui/panel';
import { Problem } from '../ui/problem';
import { Progress } from '../ui/progress';
import { CopyCommand } from './copy-command';
import { Honest } from './honest';
import { OptionsForm } from './options-form';
import { Report } from './report';

/** Writes the pruned model in the form that was chosen; the download starts by itself, and a button repeats it. */
export function ExportPanel() {
  const { running, step, exported, options, problem, start, dismissProblem } = useExport();
  const { plan, planning, scoring, mask } = usePrune();
  const isRefined = useEvidence(({ refined }) => refined?.key === keyOfSettings({ scoring, mask }));
  const isOfOtherSettings = exported !== null && (exported.scoring !== scoring || exported.mask !== mask || exported.options !== options);
  return (
    <Panel title={text.exporting.title} className="export-panel">
      <OptionsForm />
      {isRefined && <p className="help">{text.evidence.exported}</p>}
      <div className="actions">
        <Button className="button primary" isDisabled={running || planning || plan === null} onPress={() => void start()}>
          {text.exporting.start}
        </Button>
        {exported !== null && (
          <Button className="button" onPress={() => download(exported.result)}>
            {text.exporting.again}
          </Button>
        )}
      </div>
      <Problem title={text.exporting.stopped} report={problem} onDismiss={dismissProblem} />
      {running && <Progress label={step ?? text.exporting.starting} share={null} />}
      {exported !== null && <Report result={exported.result} isOfOtherSettings={isOfOtherSettings} />}
      <Honest />
      <CopyCommand />
    </Panel>
  );
}
