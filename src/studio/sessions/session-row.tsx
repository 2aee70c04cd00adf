import { useState } from 'react';
import { Button, Menu, MenuItem, MenuTrigger, Popover } from 'react-aria-components';
import type { SessionSummary } from '../../core/engine/types';
import { formatBytes, formatDate, formatShare } from '../format';
import { useSessions } from '../stores/session-store';
import { text } from '../text';
import { RenameSession } from './rename-session';

interface SessionRowProps {
  readonly session: SessionSummary;
  readonly onOpened: () => void;
}

const { sessions: words } = text;
const actions = ['rename', 'copySettings', 'save', 'delete'] as const;
type Action = (typeof actions)[number];

export function SessionRow({ session, onOpened }: SessionRowProps) {
  const { id, name, createdAt, modelName, general, domain, device, sparsity, runBytes, modelBytes } = session;
  const { current, busy, open, copySettings, rename, remove, save } = useSessions();
  const [asking, setAsking] = useState<'rename' | 'delete' | null>(null);

  function act(action: Action): void {
    if (action === 'copySettings') void copySettings(id);
    else if (action === 'save') void save(id);
    else setAsking(action);
  }

  return (
    <li className="session" aria-label={name} data-current={current === id || undefined}>
      <div className="session-head">
        <strong className="session-name">{name}</strong>
        {current === id && <span className="badge">{words.current}</span>}
        {busy?.id === id && <span className="session-busy">{words.busy[busy.work]}</span>}
      </div>
      <p className="session-facts">
        <time dateTime={createdAt}>{formatDate(createdAt)}</time>
        <span>{modelName}</span>
        <span>{words.sets(general, domain)}</span>
        <span>{words.sparsity(formatShare(sparsity))}</span>
        <span>{device}</span>
        <span>{words.sizes(formatBytes(runBytes), formatBytes(modelBytes))}</span>
      </p>
      <div className="session-actions">
        <Button
          className="button"
          aria-label={words.actions.openOf(name)}
          isDisabled={busy !== null || current === id}
          onPress={() => void open(id).then((opened) => opened && onOpened())}
        >
          {words.actions.open}
        </Button>
        <MenuTrigger>
          {/* Never disabled: the focus comes back to it, and would be lost while the session is saved. */}
          <Button className="button quiet" aria-label={words.actions.more(name)}>
            <span aria-hidden="true">⋯</span>
          </Button>
          <Popover className="popover" placement="bottom end">
            <Menu className="menu" disabledKeys={busy === null ? [] : actions} onAction={(key) => act(key as Action)}>
              {actions.map((action) => (
                <MenuItem key={action} id={action} className="menu-item">
                  {words.actions[action]}
                </MenuItem>
              ))}
            </Menu>
          </Popover>
        </MenuTrigger>
      </div>
      {asking === 'rename' && (
        <RenameSession
          name={name}
          onCancel={() => setAsking(null)}
          onRename={(next) => void rename(id, next).then(() => setAsking(null))}
        />
      )}
      {asking === 'delete' && (
        <div className="session-question" role="alertdialog" aria-label={words.actions.delete}>
          <p>{words.confirmDelete(name)}</p>
          <Button className="button danger" autoFocus onPress={() => void remove(id)}>
            {words.actions.delete}
          </Button>
          <Button className="button quiet" onPress={() => setAsking(null)}>
            {words.actions.cancel}
          </Button>
        </div>
      )}
    </li>
  );
}
