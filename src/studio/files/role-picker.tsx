import { Button, ListBox, ListBoxItem, Popover, Select, SelectValue } from 'react-aria-components';
import { useBusy } from '../stores/busy';
import { useDrop, type DroppedItem } from '../stores/drop-store';
import { text } from '../text';
import type { FileRole } from './classify';

const roles = Object.keys(text.files.roles) as FileRole[];

/** What an item is opened as: shown, and to be corrected. */
export function RolePicker({ item, name }: { readonly item: DroppedItem; readonly name: string }) {
  const assign = useDrop((state) => state.assign);
  const busy = useBusy();
  return (
    <Select
      className="role-picker"
      aria-label={text.files.takenAs(name)}
      placeholder={item.reason === 'unnamed-set' ? text.files.choose : text.files.notUsed}
      value={item.role}
      isDisabled={busy || item.state === 'opening'}
      onChange={(key) => {
        const role = roles.find((candidate) => candidate === key);
        if (role !== undefined && role !== item.role) void assign(item.id, role);
      }}
    >
      <Button className="select">
        <SelectValue />
        <span aria-hidden="true" className="chevron" />
      </Button>
      <Popover className="popover">
        <ListBox className="list">
          {roles.map((role) => (
            <ListBoxItem key={role} id={role} className="option">
              {text.files.roles[role]}
            </ListBoxItem>
          ))}
        </ListBox>
      </Popover>
    </Select>
  );
}
