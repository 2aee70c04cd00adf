import { useState } from 'react';
import { Button } from 'react-aria-components';
import type { DeviceChoice, ExpectedPlan } from '../../core/engine/types';
import type { ErrorReport } from '../../core/errors';
import type { AnalysisSettings } from '../../core/gaprune/settings';
import { asReport, engine } from '../engine';
import { formatBytes, formatCount, formatDuration } from '../format';
import { text } from '../text';
import { Facts } from '../ui/facts';
import { Problem } from '../ui/problem';

interface Planned {
  readonly settings: AnalysisSettings;
  readonly device: DeviceChoice;
  readonly plan: ExpectedPlan | null;
  readonly problem: ErrorReport | null;
}

interface MemoryPlanProps {
  readonly settings: AnalysisSettings;
  readonly device: DeviceChoice;
}

/** Time, bytes and passes of an analysis before it starts. They go when a setting changes. */
export function MemoryPlan({ settings, device }: MemoryPlanProps) {
  const [planned, setPlanned] = useState<Planned | null>(null);
  const [asking, setAsking] = useState(false);
  const { memory } = text.analysis.plan;

  async function ask(): Promise<void> {
    setAsking(true);
    try {
      setPlanned({ settings, device, plan: await engine().planAnalysis(settings, device), problem: null });
    } catch (error) {
      setPlanned({ settings, device, plan: null, problem: asReport(error) });
    } finally {
      setAsking(false);
    }
  }

  const current = planned !== null && planned.settings === settings && planned.device === device ? planned : null;
  const plan = current?.plan ?? null;
  return (
    <section className="stack" aria-label={memory.label}>
      <div className="actions">
        <Button className="button" isDisabled={asking} onPress={() => void ask()}>
          {asking ? memory.asking : memory.ask}
        </Button>
      </div>
      <Problem title={memory.failed} report={current?.problem ?? null} onDismiss={() => setPlanned(null)} />
      {plan !== null && <Figures plan={plan} />}
    </section>
  );
}

function Figures({ plan: { passes, memory: bytes, expectedMs } }: { readonly plan: ExpectedPlan }) {
  const { memory } = text.analysis.plan;
  const parts = (['weights', 'activations', 'gradients', 'sums'] as const).map((part) => ({
    label: memory[part],
    value: formatBytes(bytes[part]),
  }));
  return (
    <Facts
      facts={[
        { label: memory.time, value: formatDuration(expectedMs) },
        { label: memory.passes, value: formatCount(passes) },
        { label: memory.total, value: formatBytes(bytes.total) },
        ...parts,
      ]}
    />
  );
}
