import { Cell, Column, Row, Table, TableBody, TableHeader } from 'react-aria-components';
import type { OperatorSummary } from '../../core/engine/types';
import { formatCount } from '../format';

const states: Readonly<Record<OperatorSummary['state'], string>> = {
  differentiable: 'Differentiable',
  constant: 'Constant',
  unsupported: 'Unsupported',
};

export function OperatorTable({ operators }: { readonly operators: readonly OperatorSummary[] }) {
  return (
    <div className="table-frame">
      <Table aria-label="Operators of the model" className="table">
        <TableHeader>
          <Column isRowHeader>Operator</Column>
          <Column className="numeric">Nodes</Column>
          <Column>Gradient</Column>
          <Column>Why</Column>
        </TableHeader>
        <TableBody>
          {operators.map(({ operator, count, state, reason }) => (
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
