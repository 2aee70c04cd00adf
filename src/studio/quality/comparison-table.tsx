import { Cell, Column, Row, Table, TableBody, TableHeader } from 'react-aria-components';
import type { DataRole } from '../../core/engine/types';
import { METRICS, METRIC_NAMES } from '../../core/evaluate/metrics';
import type { ComparisonReport } from '../../core/evaluate/report';
import { text } from '../text';
import { chance, figure, outcome, signed } from './outcome';

const { columns } = text.quality;

/** One held-out set: the outcome in a sentence, and every metric of both models with its interval. */
export function ComparisonTable({ role, report }: { readonly role: DataRole; readonly report: ComparisonReport }) {
  const sentence = outcome(role, report);
  const rows = METRIC_NAMES.flatMap((name) => {
    const [dense, pruned, difference] = [report.dense.metrics[name], report.changed.metrics[name], report.differences[name]];
    return dense === undefined || pruned === undefined || difference === undefined ? [] : [{ name, dense, pruned, difference }];
  });
  return (
    <div className="comparison">
      {sentence !== null && <p className="outcome">{sentence}</p>}
      <div className="table-frame">
        <Table aria-label={text.quality.tableOf(role)} className="table">
          <TableHeader>
            <Column isRowHeader>{columns.metric}</Column>
            <Column className="numeric">{columns.dense}</Column>
            <Column className="numeric">{columns.pruned}</Column>
            <Column className="numeric">{columns.difference}</Column>
            <Column className="numeric">{columns.interval}</Column>
            <Column className="numeric">{columns.p}</Column>
          </TableHeader>
          <TableBody>
            {rows.map(({ name, dense, pruned, difference }) => (
              <Row key={name} id={name}>
                <Cell className="row-name">{METRICS[name].label}</Cell>
                <Cell className="numeric">{figure(dense.mean)}</Cell>
                <Cell className="numeric">{figure(pruned.mean)}</Cell>
                <Cell className="numeric">{signed(difference.mean)}</Cell>
                <Cell className="numeric">{text.quality.range(signed(difference.low), signed(difference.high))}</Cell>
                <Cell className="numeric">{chance(difference.p).replace('= ', '')}</Cell>
              </Row>
            ))}
          </TableBody>
        </Table>
      </div>
      {report.similarity !== null && <p className="help">{text.quality.similarity(figure(report.similarity))}</p>}
    </div>
  );
}
