import { Label, ProgressBar } from 'react-aria-components';

interface ProgressProps {
  readonly label: string;
  /** Between 0 and 1; null when nobody knows how long it takes. */
  readonly share: number | null;
  readonly text?: string;
}

export function Progress({ label, share, text }: ProgressProps) {
  const value = share === null ? { isIndeterminate: true } : { value: share * 100, valueLabel: text ?? '' };
  return (
    <ProgressBar className="progress" {...value}>
      {({ percentage, isIndeterminate }) => (
        <>
          <div className="progress-head">
            <Label>{label}</Label>
            {text !== undefined && <span className="progress-text">{text}</span>}
          </div>
          <div className="track">
            <div className={isIndeterminate ? 'fill unknown' : 'fill'} style={isIndeterminate ? {} : { width: `${percentage ?? 0}%` }} />
          </div>
        </>
      )}
    </ProgressBar>
  );
}
