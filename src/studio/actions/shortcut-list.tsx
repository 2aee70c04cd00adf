import { text } from '../text';
import { allActions } from './all-actions';
import { Keys } from './keys';
import { Overlay } from './overlay';

/** The actions that have keys. */
export function ShortcutList() {
  return (
    <Overlay name="shortcuts" title={text.actions.shortcuts}>
      <dl className="shortcut-list">
        {allActions.map(({ id, name, shortcut }) =>
          shortcut === undefined ? null : (
            <div key={id}>
              <dt>{name}</dt>
              <dd>
                <Keys shortcut={shortcut} />
              </dd>
            </div>
          ),
        )}
      </dl>
    </Overlay>
  );
}
