import { SwitchButton, SwitchField } from 'react-aria-components';
import { useEvidence } from '../stores/evidence-store';
import { text } from '../text';

/** Whether what stays makes up for what goes, for all work of this tab. */
export function UpdateSwitch() {
  const { update, work, change } = useEvidence();
  return (
    <SwitchField isSelected={update} isDisabled={work !== null} onChange={(chosen) => change({ update: chosen })}>
      <SwitchButton className="switch">
        <span className="switch-track" aria-hidden="true" />
        {text.evidence.update}
      </SwitchButton>
    </SwitchField>
  );
}
