import { useEffect, useRef } from 'react';
import { Button, Link } from 'react-aria-components';
import type { ModelSummary } from '../../core/engine/types';
import { useExport } from '../stores/export-store';
import { usePrune } from '../stores/prune-store';
import { Panel } from '../ui/panel';
import { Problem } from '../ui/problem';
import { Progress } from '../ui/progress';
import { Honest } from './honest';
import { Report } from './report';
import { text } from '../text';

/** Writes the pruned model; the download starts by itself, and a link repeats it. */
export function ExportPanel({ model }: { readonly model: ModelSummary }) {
  const { running, step, result, address, compressedBytes, problem, start, dismissProblem } = useExport();
  const { plan, planning } = usePrune();
  const link = useRef<HTMLAnchorElement>(null);
  useEffect(() => {
    if (address !== null) link.current?.click();
  }, [address]);
  return (
    <Panel title={text.exporting.title} className="export-panel">
      <div className="actions">
        <Button className="button primary" isDisabled={running || planning || plan === null} onPress={() => void start()}>
          {text.exporting.start}
        </Button>
        {result !== null && address !== null && (
          <Link ref={link} className="button" href={address} download={result.fileName}>
            {text.exporting.again}
          </Link>
        )}
      </div>
      <Problem title={text.exporting.stopped} report={problem} onDismiss={dismissProblem} />
      {running && <Progress label={step ?? text.exporting.starting} share={null} />}
      {result !== null && (
        <Report result={result} model={model} compressedBytes={compressedBytes} isOfOtherPlan={plan?.zeros !== result.report.zeros} />
      )}
      <Honest />
    </Panel>
  );
}
