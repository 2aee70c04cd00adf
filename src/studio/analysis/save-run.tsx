import { useState } from 'react';
import { Button } from 'react-aria-components';
import type { ErrorReport } from '../../core/errors';
import { asReport, engine } from '../engine';
import { Problem } from '../ui/problem';
import { text } from '../text';

/** Downloads the finished analysis: what `gaprune prune` reads, and what anyone can check. */
export function SaveRun() {
  const [saving, setSaving] = useState(false);
  const [problem, setProblem] = useState<ErrorReport | null>(null);

  async function save(): Promise<void> {
    setSaving(true);
    setProblem(null);
    try {
      const { fileName, content } = await engine().exportRun();
      const address = URL.createObjectURL(content);
      const link = document.createElement('a');
      link.href = address;
      link.download = fileName;
      link.click();
      URL.revokeObjectURL(address);
    } catch (error) {
      setProblem(asReport(error));
    } finally {
      setSaving(false);
    }
  }

  return (
    <div className="actions">
      <Button className="button" isDisabled={saving} onPress={() => void save()}>
        {saving ? text.analysis.run.saving : text.analysis.run.save}
      </Button>
      <Problem title={text.analysis.run.notSaved} report={problem} onDismiss={() => setProblem(null)} />
    </div>
  );
}
