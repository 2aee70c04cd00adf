import type { AnalysisSummary, ImportedFacts } from '../../core/engine/types';
import type { NotFinite } from '../../core/gaprune/statistics';
import { formatCount, formatDuration, formatMeasure, formatNumberOf } from '../format';
import { type Fact, Facts } from '../ui/facts';
import { text } from '../text';

const { result } = text.analysis;

/** Of what was left out, as much as is named. */
const NAMED = 12;

function namesOf(notFinite: readonly NotFinite[]): string {
  const { record, togetherOnly, more } = result;
  const names = notFinite.slice(0, NAMED).map(({ set, records }) => {
    const numbers = records.map(formatCount).join(', ');
    return record(text.data.roles[set].title.toLowerCase(), records.length === 1 ? numbers : togetherOnly(numbers));
  });
  return [...names, ...(notFinite.length > NAMED ? [more(formatCount(notFinite.length - NAMED))] : [])].join('; ');
}

export function ResultLine({ summary }: { readonly summary: AnalysisSummary }) {
  const measured = { label: result.measured, value: formatNumberOf(summary.tensors.length, result.tensor) };
  const facts = summary.imported === null ? analysed(summary, measured) : imported(summary.imported, measured);
  return (
    <div className="result" role="status" aria-label={result.label}>
      <Facts facts={facts} />
    </div>
  );
}

function analysed({ device, elapsedMs, skipped, notFinite, meanLossGeneral, meanLossDomain }: AnalysisSummary, measured: Fact): Fact[] {
  const loss = (value: number | null): string => (value === null ? text.common.unknown : formatMeasure(value));
  return [
    { label: result.device, value: device },
    { label: result.elapsed, value: formatDuration(elapsedMs) },
    measured,
    { label: result.lossGeneral, value: loss(meanLossGeneral) },
    { label: result.lossDomain, value: loss(meanLossDomain) },
    {
      label: result.skipped,
      value: skipped === 0 ? text.common.none : formatNumberOf(skipped, result.batch, result.batches),
      title: result.skippedHelp,
    },
    ...(notFinite.length === 0 ? [] : [{ label: result.notFinite, value: namesOf(notFinite), title: result.notFiniteHelp }]),
  ];
}

function imported({ sets, hasGradients }: ImportedFacts, measured: Fact): Fact[] {
  const words = result.imported;
  const set = (name: string | null): Pick<Fact, 'value' | 'title'> =>
    name === null ? { value: words.notKnown, title: words.notKnownHelp } : { value: name };
  return [
    { label: words.source, value: words.sourceValue },
    measured,
    { label: words.general, ...set(sets.general) },
    { label: words.domain, ...set(sets.domain) },
    { label: words.alignment, ...(hasGradients ? { value: words.both } : { value: words.tensors, title: words.tensorsHelp }) },
  ];
}
