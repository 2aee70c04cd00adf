import { useEvidence } from '../stores/evidence-store';
import { text } from '../text';
import { SwitchSetting } from '../ui/switch-setting';

/** Whether what stays makes up for what goes, for all work of this tab. */
export function UpdateSwitch() {
  const { update, work, change } = useEvidence();
  return (
    <SwitchSetting
      label={text.evidence.update}
      isSelected={update}
      isDisabled={work !== null}
      onChange={(chosen) => change({ update: chosen })}
    />
  );
}
