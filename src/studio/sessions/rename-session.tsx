import { useState, type SyntheticEvent } from 'react';
import { Button, Form, Input, Label, TextField } from 'react-aria-components';
import { MAX_NAME } from '../../core/sessions/session';
import { text } from '../text';

interface RenameSessionProps {
  readonly name: string;
  readonly onRename: (name: string) => void;
  readonly onCancel: () => void;
}

export function RenameSession({ name, onRename, onCancel }: RenameSessionProps) {
  const [value, setValue] = useState(name);
  const trimmed = value.trim();

  function submit(event: SyntheticEvent): void {
    event.preventDefault();
    if (trimmed !== '') onRename(trimmed);
  }

  return (
    <Form className="session-question" onSubmit={submit}>
      <TextField className="session-field" value={value} onChange={setValue} maxLength={MAX_NAME} autoFocus>
        <Label>{text.sessions.name}</Label>
        <Input className="input" />
      </TextField>
      <Button className="button" type="submit" isDisabled={trimmed === ''}>
        {text.sessions.actions.keepName}
      </Button>
      <Button className="button quiet" onPress={onCancel}>
        {text.sessions.actions.cancel}
      </Button>
    </Form>
  );
}
