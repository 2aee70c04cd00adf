import { Cell, Column, Row, Table, TableBody, TableHeader } from 'react-aria-components';
import type { PrunePlan } from '../../core/engine/types';
import { formatCount, formatShare } from '../format';
import { Panel } from '../ui/panel';
import { ShareBar } from '../ui/share-bar';
import { layerTotals } from './layer-totals';
import { text } from '../text';

const { title, columns } = text.prune.layerTable;

export function LayerTable({ plan }: { readonly plan: PrunePlan }) {
  return (
    <Panel title={title}>
      <div className="table-frame">
        <Table aria-label={title} className="table">
          <TableHeader>
            <Column isRowHeader>{columns.layer}</Column>
            <Column className="numeric">{columns.weights}</Column>
            <Column className="numeric">{columns.zeros}</Column>
            <Column className="numeric">{columns.share}</Column>
            <Column className="bar-column">
              <span className="visually-hidden">{columns.bar}</span>
            </Column>
          </TableHeader>
          <TableBody>
            {layerTotals(plan).map(({ key, label, size, zeros }) => {
              const share = size === 0 ? 0 : zeros / size;
              return (
                <Row key={key} id={key}>
                  <Cell className="row-name">{label}</Cell>
                  <Cell className="numeric">{formatCount(size)}</Cell>
                  <Cell className="numeric">{formatCount(zeros)}</Cell>
                  <Cell className="numeric">{formatShare(share)}</Cell>
                  <Cell className="bar-column">
                    <ShareBar share={share} />
                  </Cell>
                </Row>
              );
            })}
          </TableBody>
        </Table>
      </div>
    </Panel>
  );
}
