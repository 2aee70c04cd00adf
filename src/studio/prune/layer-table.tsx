import { Cell, Column, Row, Table, TableBody, TableHeader } from 'react-aria-components';
import type { PrunePlan } from '../../core/engine/types';
import { formatCount, formatShare } from '../format';
import { Panel } from '../ui/panel';
import { ShareBar } from '../ui/share-bar';
import { layerTotals } from './layer-totals';

export function LayerTable({ plan }: { readonly plan: PrunePlan }) {
  return (
    <Panel title="Zeros per layer">
      <div className="table-frame">
        <Table aria-label="Zeros per layer" className="table">
          <TableHeader>
            <Column isRowHeader>Layer</Column>
            <Column className="numeric">Weights</Column>
            <Column className="numeric">Zeros</Column>
            <Column className="numeric">Share</Column>
            <Column className="bar-column">
              <span className="visually-hidden">Share as a bar</span>
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
