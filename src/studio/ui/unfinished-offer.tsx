import { Button } from 'react-aria-components';
import type { ErrorReport } from '../../core/errors';
import { text } from '../text';
import { Problem } from './problem';

const words = text.common;

interface UnfinishedOfferProps {
  readonly title: string;
  /** What was cut and where it stands; null without anything to offer. */
  readonly lines: readonly string[] | null;
  readonly problem: { readonly title: string; readonly report: ErrorReport | null };
  readonly opening?: boolean;
  readonly isDisabled: boolean;
  readonly onResume: () => void;
  readonly onDiscard: () => void;
  readonly onDismiss: () => void;
}

/** Offers to go on with work that a reload or a crash cut. */
export function UnfinishedOffer(props: UnfinishedOfferProps) {
  const { title, lines, problem, opening = false, isDisabled, onResume, onDiscard, onDismiss } = props;
  return (
    <>
      <Problem {...problem} onDismiss={onDismiss} />
      {lines !== null && (
        <div className="notice" role="region" aria-label={title}>
          <div className="problem-text">
            <strong>{title}</strong>
            {lines.map((line) => (
              <p key={line}>{line}</p>
            ))}
          </div>
          <div className="actions">
            <Button className="button primary" isDisabled={isDisabled || opening} onPress={onResume}>
              {opening ? words.opening : words.resume}
            </Button>
            <Button className="button quiet" isDisabled={opening} onPress={onDiscard}>
              {words.discard}
            </Button>
          </div>
        </div>
      )}
    </>
  );
}
