import { Autocomplete, Input, Menu, MenuItem, SearchField, Text, useFilter } from 'react-aria-components';
import { text } from '../text';
import { allActions } from './all-actions';
import { Keys } from './keys';
import { Overlay } from './overlay';
import { useOverlay } from './overlay-store';

/** Every action by name; those that would do nothing now are shown, and cannot be chosen. */
function Actions() {
  const close = useOverlay((state) => state.close);
  const { contains } = useFilter({ sensitivity: 'base' });
  const listed = allActions.filter(({ id }) => id !== 'palette');
  return (
    <Autocomplete filter={contains}>
      <SearchField className="palette-search" aria-label={text.actions.search} autoFocus>
        <Input placeholder={text.actions.search} />
      </SearchField>
      <Menu
        className="palette-list"
        aria-label={text.actions.palette}
        items={listed}
        disabledKeys={listed.filter(({ isAvailable }) => !isAvailable()).map(({ id }) => id)}
        renderEmptyState={() => <p className="empty">{text.actions.noneFound}</p>}
        onAction={(key) => {
          close();
          listed.find(({ id }) => id === key)?.perform();
        }}
      >
        {({ id, name, shortcut }) => (
          <MenuItem id={id} className="palette-item" textValue={name}>
            <Text slot="label">{name}</Text>
            {shortcut !== undefined && <Keys shortcut={shortcut} />}
          </MenuItem>
        )}
      </Menu>
    </Autocomplete>
  );
}

export function Palette() {
  return (
    <Overlay name="palette" title={text.actions.palette} className="palette">
      <Actions />
    </Overlay>
  );
}
