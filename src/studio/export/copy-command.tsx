import { useEffect, useState } from 'react';
import { Button } from 'react-aria-components';
import { asReport, engine } from '../engine';
import { useExport } from '../stores/export-store';
import { usePrune } from '../stores/prune-store';
import { text } from '../text';

const { exporting: words } = text;

/** The commands that repeat the analysis and this pruning outside the browser. */
export function CopyCommand() {
  const { scoring, mask } = usePrune();
  const precision = useExport(({ options }) => options.precision);
  const [command, setCommand] = useState('');
  const [state, setState] = useState('');

  useEffect(() => {
    let isCurrent = true;
    engine()
      .commandLines(scoring, mask, precision)
      .then((commands) => {
        if (!isCurrent) return;
        setCommand(commands.map((line) => `npx ${line}`).join('\n'));
        setState('');
      })
      .catch((error: unknown) => {
        if (isCurrent) setState(asReport(error).message);
      });
    return () => {
      isCurrent = false;
    };
  }, [scoring, mask, precision]);

  async function copy(): Promise<void> {
    try {
      await navigator.clipboard.writeText(command);
      setState(words.copied);
    } catch {
      setState(words.notCopied);
    }
  }

  return (
    <div className="command">
      <div className="command-head">
        <h4>{words.command}</h4>
        <span role="status" className="help">
          {state}
        </span>
        <Button className="button" onPress={() => void copy()}>
          {words.copy}
        </Button>
      </div>
      <pre tabIndex={0} aria-label={words.command}>
        {command}
      </pre>
      <p className="help">{words.commandHelp}</p>
    </div>
  );
}
