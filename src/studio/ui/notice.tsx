import { Button } from 'react-aria-components';
import { text } from '../text';

interface NoticeProps {
  readonly title: string;
  readonly lines: readonly string[];
  readonly onDismiss?: () => void;
}

/** Something a person should know that is no error: the work goes on. */
export function Notice({ title, lines, onDismiss }: NoticeProps) {
  return (
    <div className="notice" role="status">
      <div className="problem-text">
        <strong>{title}</strong>
        {lines.map((line, index) => (
          <p key={index}>{line}</p>
        ))}
      </div>
      {onDismiss !== undefined && (
        <Button className="button quiet" aria-label={text.common.dismissOf(title)} onPress={onDismiss}>
          {text.common.dismiss}
        </Button>
      )}
    </div>
  );
}
