import { Cell, Column, Row, Table, TableBody, TableHeader } from 'react-aria-components';
import type { OperatorSummary } from '../../core/engine/types';
import { formatCount } from '../format';
import { text } from '../text';

const { label, columns, states } = text.model.operators;

/** What is in the way stands first. */
const worstFirst = (operators: readonly OperatorSummary[]): OperatorSummary[] =>
  operators.toSorted((a, b) => Number(b.state === 'unsupported') - Number(a.state === 'unsupported'));

export function OperatorTable({ operators }: { readonly operators: readonly OperatorSummary[] }) {
  return (
    <div className="table-frame">
      <Table aria-label={label} className="table">
        <TableHeader>
          <Column isRowHeader>{columns.operator}</Column>
          <Column className="numeric">{columns.nodes}</Column>
          <Column>{columns.gradient}</Column>
          <Column>{columns.why}</Column>
        </TableHeader>
        <TableBody>
          {worstFirst(operators).map(({ operator, count, state, reason }) => (
            <Row key={`${operator} ${state}`} id={`${operator} ${state}`}>
              <Cell>
                <code>{operator}</code>
              </Cell>
              <Cell className="numeric">{formatCount(count)}</Cell>
              <Cell>
                <span className={`state ${state}`}>{states[state]}</span>
              </Cell>
              <Cell className="reason">{reason}</Cell>
            </Row>
          ))}
        </TableBody>
      </Table>
    </div>
  );
}
