import { Button } from 'react-aria-components';
import { REPORT_FORMATS } from '../../core/report/formats';
import { useReport } from '../stores/report-store';
import { text } from '../text';
import { Panel } from '../ui/panel';
import { Problem } from '../ui/problem';

const words = text.evidence.report;

/** Everything measured of the settings, as a file to keep or to hand on. */
export function ReportPanel({ isDisabled }: { readonly isDisabled: boolean }) {
  const { making, problem, make, dismiss } = useReport();
  return (
    <Panel title={words.title}>
      <p className="help">{words.lead}</p>
      <div className="actions">
        {REPORT_FORMATS.map((format) => (
          <Button key={format} className="button" isDisabled={isDisabled || making !== null} onPress={() => void make(format)}>
            {words.formats[format]}
          </Button>
        ))}
      </div>
      <Problem title={words.stopped} report={problem} onDismiss={dismiss} />
    </Panel>
  );
}
