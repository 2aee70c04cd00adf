import { Button } from 'react-aria-components';
import { useDrop, type DroppedItem } from '../stores/drop-store';
import { text } from '../text';
import { RolePicker } from './role-picker';

function nameOf({ files }: DroppedItem): string {
  const [first, ...others] = files.map(({ name }) => name);
  return others.length === 0 ? (first ?? '') : text.files.more(first ?? '', others.length);
}

/** What each dropped file was taken for, why, and what became of it. It stays beside the work until it is dismissed. */
export function DropSummary() {
  const { items, dismiss } = useDrop();
  if (items.length === 0) return null;
  return (
    <section className="drop-summary" aria-label={text.files.summary}>
      <header className="panel-head">
        <h2>{text.files.summary}</h2>
        <div className="panel-actions">
          <Button className="button quiet" onPress={dismiss}>
            {text.common.dismiss}
          </Button>
        </div>
      </header>
      <div role="status">
        <ul>
          {items.map((item) => (
            <li key={item.id} data-state={item.state}>
              <code title={item.files.map(({ name }) => name).join('\n')}>{nameOf(item)}</code>
              <RolePicker item={item} name={nameOf(item)} />
              <p className="help">
                {item.problem?.message ?? text.files.reasons[item.reason]} <strong>{text.files.states[item.state]}</strong>
              </p>
            </li>
          ))}
        </ul>
      </div>
    </section>
  );
}
