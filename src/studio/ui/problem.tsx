import type { ReactNode } from 'react';
import { Button } from 'react-aria-components';
import type { ErrorReport } from '../../core/errors';
import { text } from '../text';

interface ProblemProps {
  readonly title: string;
  readonly report: ErrorReport | null;
  readonly onDismiss: () => void;
  /** What can be done about it. */
  readonly children?: ReactNode;
}

/** An error where it happened, in the words of its report. */
export function Problem({ title, report, onDismiss, children }: ProblemProps) {
  if (report === null) return null;
  return (
    <div className="problem" role="alert">
      <div className="problem-text">
        <strong>{title}</strong>
        <p>{report.message}</p>
        <code>{report.code}</code>
        {children}
      </div>
      <Button className="button quiet" aria-label={text.common.dismissOf(title)} onPress={onDismiss}>
        {text.common.dismiss}
      </Button>
    </div>
  );
}
