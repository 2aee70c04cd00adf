import { Button, Cell, Column, Row, Table, TableBody, TableHeader } from 'react-aria-components';
import { EQUALS_MAGNITUDE, type Explanation } from '../../core/explain/explain';
import { TERMS } from '../../core/explain/terms';
import { METHODS } from '../../core/gaprune/methods';
import { formatCount, formatShare } from '../format';
import { useQuality } from '../stores/quality-store';
import { text } from '../text';
import { Panel } from '../ui/panel';
import { Problem } from '../ui/problem';
import { Progress } from '../ui/progress';
import { useOutdated } from './use-outdated';

const words = text.quality.explanation;

/** What decides the mask, and how near it is to the masks of other methods. */
export function ExplanationPanel({ isDisabled }: { readonly isDisabled: boolean }) {
  const { explanation, explain, cancel, dismiss } = useQuality();
  const { result, progress, problem } = explanation;
  const isOutdated = useOutdated(explanation);
  return (
    <Panel title={words.title}>
      <p className="help">{words.lead}</p>
      <div className="actions">
        <Button className="button" isDisabled={isDisabled || progress !== null} onPress={() => void explain()}>
          {result === null ? words.explain : words.again}
        </Button>
        {progress !== null && (
          <Button className="button quiet" onPress={cancel}>
            {text.quality.cancel}
          </Button>
        )}
      </div>
      <Problem title={words.stopped} report={problem} onDismiss={dismiss} />
      {progress !== null && (
        <Progress
          label={words.working}
          share={progress.total === 0 ? 0 : progress.done / progress.total}
          text={words.masks(formatCount(progress.done), formatCount(progress.total))}
        />
      )}
      {result !== null && (
        <>
          {isOutdated && <p className="outdated">{text.quality.outdated}</p>}
          <Nearness overlap={result.magnitudeOverlap} />
          <TermTable terms={result.terms} />
          <MethodTable methods={result.methods} />
        </>
      )}
    </Panel>
  );
}

function Nearness({ overlap }: { readonly overlap: number }) {
  const share = formatShare(overlap);
  if (overlap < EQUALS_MAGNITUDE) return <p className="outcome">{words.overlap(share)}</p>;
  return (
    <p className="outcome warning" role="status">
      {words.equalsMagnitude(share)}
    </p>
  );
}

function TermTable({ terms }: Pick<Explanation, 'terms'>) {
  if (terms.length === 0) return <p className="help">{words.noTerms}</p>;
  return (
    <div className="table-frame">
      <Table aria-label={words.terms.label} className="table">
        <TableHeader>
          <Column isRowHeader>{words.terms.term}</Column>
          <Column className="numeric">{words.terms.changed}</Column>
        </TableHeader>
        <TableBody>
          {terms.map(({ term, changed }) => (
            <Row key={term} id={term}>
              <Cell className="row-name">{TERMS[term].label}</Cell>
              <Cell className="numeric">{formatShare(changed)}</Cell>
            </Row>
          ))}
        </TableBody>
      </Table>
    </div>
  );
}

function MethodTable({ methods }: Pick<Explanation, 'methods'>) {
  return (
    <div className="table-frame">
      <Table aria-label={words.methods.label} className="table">
        <TableHeader>
          <Column isRowHeader>{words.methods.method}</Column>
          <Column className="numeric">{words.methods.overlap}</Column>
          <Column className="numeric">{words.methods.iou}</Column>
          <Column className="numeric">{words.methods.correlation}</Column>
        </TableHeader>
        <TableBody>
          {methods.map(({ method, overlap, iou, correlation }) => (
            <Row key={method} id={method}>
              <Cell className="row-name">{METHODS[method].label}</Cell>
              <Cell className="numeric">{formatShare(overlap)}</Cell>
              <Cell className="numeric">{iou.toFixed(3)}</Cell>
              <Cell className="numeric">{correlation === null ? '–' : correlation.toFixed(3)}</Cell>
            </Row>
          ))}
        </TableBody>
      </Table>
    </div>
  );
}
