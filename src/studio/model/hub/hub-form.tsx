import { useState } from 'react';
import { Button, Form, Input, Label, Text, TextField } from 'react-aria-components';
import { formatBytes } from '../../format';
import { useHub } from '../../stores/hub-store';
import { text } from '../../text';
import { Problem } from '../../ui/problem';
import { Progress } from '../../ui/progress';
import { HubChoice } from './hub-choice';

/** The name of a model and a token. Both live as long as the dialog is open. */
export function HubForm() {
  const { status, found, kept, problem, look, removeKept, dismissProblem, show } = useHub();
  const [reference, setReference] = useState('');
  const [token, setToken] = useState('');
  const { hub } = text;
  const given = token.trim() === '' ? null : token.trim();
  const isBusy = status !== 'idle';
  return (
    <>
      <p className="help">{hub.lead}</p>
      <Form
        className="stack"
        onSubmit={(event) => {
          event.preventDefault();
          void look(reference, given);
        }}
      >
        <TextField className="setting" value={reference} onChange={setReference} isDisabled={isBusy} autoFocus>
          <Label>{hub.reference}</Label>
          <Input className="text-input" placeholder={hub.referenceExample} maxLength={300} spellCheck={false} autoComplete="off" />
          <Text slot="description" className="help">
            {hub.referenceHelp}
          </Text>
        </TextField>
        <TextField className="setting" value={token} onChange={setToken} isDisabled={isBusy} type="password">
          <Label>{hub.token}</Label>
          <Input className="text-input" maxLength={200} autoComplete="off" />
          <Text slot="description" className="help">
            {hub.tokenHelp}
          </Text>
        </TextField>
        <div className="actions">
          <Button type="submit" className={found === null ? 'button primary' : 'button'} isDisabled={isBusy || reference.trim() === ''}>
            {hub.look}
          </Button>
          <Button className="button quiet" onPress={() => show(false)}>
            {hub.close}
          </Button>
        </div>
      </Form>
      <Problem title={hub.problem} report={problem} onDismiss={dismissProblem} />
      {status === 'looking' && <Progress label={hub.looking} share={null} />}
      {found !== null && <HubChoice key={found.commit} found={found} token={given} />}
      {kept > 0 && (
        <p className="help">
          {hub.kept(formatBytes(kept))}{' '}
          <Button className="button quiet" isDisabled={isBusy} onPress={() => void removeKept()}>
            {hub.remove}
          </Button>
        </p>
      )}
    </>
  );
}
